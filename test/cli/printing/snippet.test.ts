import { expect, it } from 'vitest';
import { snippetOf } from '../../../src/cli/printing/snippet.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const at = (definition: JsonObject, more: object): string =>
  snippetOf({ definition }, { kind: 'k', severity: 'high', at: '/description', message: 'm', ...more });

it('shows the words with what stands around them, and that there is more', () => {
  const description = `${'a '.repeat(50)}HERE ${'b '.repeat(50)}`;
  expect(at({ description }, { span: [100, 104] })).toMatch(/^…(?:a ){10}HERE (?:b ?){19,20}…$/);
  expect(at({ description: 'all of it' }, {})).toBe('all of it');
});

it('shows names, values that are no text, and what cannot be seen', () => {
  expect(at({ inputSchema: { 'a/b': 1 } }, { at: '/inputSchema/a~1b', inKey: true })).toBe('a/b');
  expect(at({ inputSchema: { additionalProperties: true } }, { at: '/inputSchema/additionalProperties' })).toBe('true');
  expect(at({ description: 'x\u200by' }, { span: [1, 2] })).toBe('x\\u{200b}y');
});
