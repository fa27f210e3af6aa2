import { expect, test } from 'vitest';
import { schema } from '../../src/inspect/schema.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { callOf, kindsOf, lookAtCall } from './given.ts';

const inputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    path: { type: 'string', pattern: '^/[a-z/]+$' },
    mode: { enum: ['read', 'write'] },
    size: { type: 'integer', minimum: 1 },
  },
  required: ['path'],
  additionalProperties: false,
};
const messages = async (args: JsonObject): Promise<string[]> =>
  ((await lookAtCall(schema, callOf(args, { inputSchema }))).findings ?? []).map((finding) => finding.message);

test('says nothing of arguments that fit', async () => {
  expect(await messages({ path: '/a/b', mode: 'read', size: 3 })).toEqual([]);
});

test.each([
  [{}, ['Argument /path is missing: add a string.']],
  [{ path: 7 }, ['Argument /path must be a string, not an integer.']],
  [{ path: 'C:' }, ['Argument /path must fit the pattern ^/[a-z/]+$.']],
  [{ path: '/a', mode: 'append' }, ['Argument /mode must be one of "read", "write".']],
  [{ path: '/a', size: 0 }, ['Argument /size must be at least 1.']],
  [{ path: '/a', pth: '/b' }, ['Argument /pth is not known here (did you mean "path"?).']],
])('tells the model what to do about %j', async (args, expected) => {
  expect(await messages(args)).toEqual(expected);
});

test('points at the place in the params', async () => {
  const { findings } = await lookAtCall(schema, callOf({ path: 7 }, { inputSchema }));
  expect(findings?.[0]).toMatchObject({ kind: 'args.schema', at: '/arguments/path' });
});

test.each([
  ['a reference outside', { $ref: 'http://127.0.0.1/x' }],
  ['a pattern with lookahead', { properties: { path: { pattern: '(?=a)b' } } }],
  ['references that go round', { $ref: '#' }],
  ['a keyword that it does not know how to check', { unevaluatedProperties: false }],
  ['an explosion', { anyOf: Array.from({ length: 60_000 }, () => ({ type: 'null' })) }],
])('says that it could not check %s', async (_name, inputSchema) => {
  expect(kindsOf(await lookAtCall(schema, callOf({ path: '/a' }, { inputSchema })))).toContain('args.schema-unchecked');
});

test('leaves alone what has no schema, and what is no tool', async () => {
  expect(await lookAtCall(schema, callOf({ a: 1 }))).toEqual({});
  expect(await lookAtCall(schema, callOf({ uri: 'x' }, { inputSchema }, '', 'resources/read'))).toEqual({});
});

test('never repeats a value', async () => {
  expect(JSON.stringify(await messages({ path: 'hunter2', mode: 'hunter2', size: -1 }))).not.toContain('hunter2');
});

test('points at what the tool does not declare beside where it sends, without a word of it', async () => {
  const sends = { type: 'object', properties: { to: { type: 'string' } } };
  const facts = { inputSchema: sends, roles: { '/to': 'destination' } } as const;
  const look = async (args: JsonObject) => (await lookAtCall(schema, callOf(args, facts))).findings;
  expect(await look({ to: 'a@x.example' })).toBeUndefined();
  const found = await look({ to: 'a@x.example', hunter2: 'b' });
  expect(found).toMatchObject([{ kind: 'args.undeclared', severity: 'info', at: '/arguments/hunter2' }]);
  expect(found?.[0]?.message).not.toContain('hunter2');
});
