import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, keysAt, schemaFile } from '../../src/config/json-schema.ts';

describe('servers.config.schema.json', () => {
  it('is current (run `npm run build && node scripts/docs.mjs`)', () => {
    expect(readFileSync('servers.config.schema.json', 'utf8')).toBe(schemaFile());
  });

  it('lets nothing be required that has a default, and nothing unknown be written', () => {
    const schema = configJsonSchema();
    expect(schema.required).toBeUndefined();
    expect(schema.additionalProperties).toBe(false);
  });
});

describe('keysAt', () => {
  it('knows the keys at a path, through names and lists', () => {
    expect(keysAt([])).toContain('servers');
    expect(keysAt(['servers', 'any'])).toContain('command');
    expect(keysAt(['policy', 'rules', 3])).toContain('when');
    expect(keysAt(['servers', 'any', 'nothing', 'here'])).toEqual([]);
  });
});
