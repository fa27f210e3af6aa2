import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configJsonSchema, type SchemaNode } from '../../src/config/json-schema.ts';
import { referencePage } from '../../src/config/reference-page.ts';
import { VARIABLES } from '../../src/policy/condition/environment.ts';

it('is current (run `npm run build && node scripts/docs.mjs`)', () => {
  expect(readFileSync('docs/configuration.md', 'utf8')).toBe(referencePage());
});

it('describes every key', () => {
  const bare: string[] = [];
  const visit = (node: SchemaNode, path: string): void => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      if (child.description === undefined) bare.push(`${path}.${key}`);
      visit(child, `${path}.${key}`);
    }
    if (typeof node.additionalProperties === 'object') visit(node.additionalProperties, `${path}.*`);
    if (node.items !== undefined) visit(node.items, `${path}[]`);
  };
  visit(configJsonSchema(), '');
  expect(bare).toEqual([]);
});

it('names every variable of conditions that a user may need', () => {
  const ours = ['granted', 'faults', 'failures'];
  for (const name of Object.keys(VARIABLES)) {
    if (!ours.includes(name)) expect(referencePage()).toContain(`\`${name}`);
  }
});
