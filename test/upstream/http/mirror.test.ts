import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Listing } from '../../../src/model/upstreams.ts';
import { mirrorListing, mirrorsOf } from '../../../src/upstream/http/mirror.ts';

describe('mirrorsOf', () => {
  const schema = (properties: JsonObject): JsonObject => ({ type: 'object', properties });

  test('finds annotations below properties', () => {
    expect(
      mirrorsOf(
        schema({
          a: { type: 'string', 'x-mcp-header': 'A' },
          b: { type: 'object', properties: { c: { type: 'integer', 'x-mcp-header': 'C' } } },
        }),
      ),
    ).toEqual([
      { path: ['a'], header: 'A' },
      { path: ['b', 'c'], header: 'C' },
    ]);
    expect(mirrorsOf(undefined)).toEqual([]);
  });

  test('a property of that name is no annotation', () => {
    expect(mirrorsOf(schema({ 'x-mcp-header': { type: 'string' } }))).toEqual([]);
  });

  test.each([
    [
      'two of one name',
      schema({ a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } }),
    ],
    ['no token', schema({ a: { type: 'string', 'x-mcp-header': 'A B' } })],
    ['empty', schema({ a: { type: 'string', 'x-mcp-header': '' } })],
    ['a float', schema({ a: { type: 'number', 'x-mcp-header': 'A' } })],
    ['below items', schema({ a: { type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } } })],
    ['below anyOf', { anyOf: [{ properties: { a: { type: 'string', 'x-mcp-header': 'A' } } }] }],
    ['at the top', { type: 'string', 'x-mcp-header': 'A' }],
  ])('invalid: %s', (_, bad) => expect(mirrorsOf(bad)).toBeUndefined());
});

test('a listing is learned anew each time, without the tools whose annotations are invalid', () => {
  const tool = (name: string, header: unknown): string =>
    JSON.stringify({
      name,
      inputSchema: { type: 'object', properties: { at: { type: 'string', 'x-mcp-header': header } } },
    });
  const mirrored = new Map([['old', []]]);
  const odd: string[] = [];
  const listing: Listing = {
    upstream: 'web',
    serverInfo: {},
    capabilities: {},
    instructions: undefined,
    protocol: '2026-07-28',
    tools: [tool('good', 'Region'), tool('bad', 7), '{"name":"plain"}', '"nonsense"'],
    resources: [],
    resourceTemplates: [],
    prompts: [],
    at: 0,
  };
  const kept = mirrorListing(listing, mirrored, (message) => odd.push(message));
  expect(kept.tools).toHaveLength(3);
  expect([...mirrored.keys()]).toEqual(['good']);
  expect(odd).toEqual(['tool bad is left out: its x-mcp-header annotations are invalid']);
});
