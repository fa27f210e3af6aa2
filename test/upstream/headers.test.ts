import type { OutgoingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Listing } from '../../src/model/upstreams.ts';
import { headerValue, mirrorListing, mirrorsOf, modernHeaders } from '../../src/upstream/headers.ts';

const decode = (value: string): string => {
  const coded = /^=\?base64\?(.*)\?=$/.exec(value);
  return coded === null ? value : Buffer.from(coded[1] as string, 'base64').toString();
};

describe('headerValue', () => {
  test('law: any text comes back as it was, and is safe in a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const value = headerValue(text);
        expect(value).toMatch(/^[\x20-\x7e]*$/);
        expect(value).toBe(value.trim());
        expect(decode(value)).toBe(text);
      }),
    );
  });

  test('what looks encoded is encoded, so that it is not taken for it', () => {
    expect(headerValue('=?base64?eA==?=')).not.toBe('=?base64?eA==?=');
  });
});

describe('modernHeaders', () => {
  const mirrored = new Map([['t', [{ path: ['where', 'region'], header: 'Region' }]]]);
  const message = { text: '', id: 1, method: 'tools/call', name: 't', args: undefined };

  test('names the method and its object, and mirrors arguments', () => {
    const headers: OutgoingHttpHeaders = {};
    modernHeaders(headers, { ...message, args: { where: { region: 'eu' } } }, mirrored);
    expect(headers).toEqual({ 'mcp-method': 'tools/call', 'mcp-name': 't', 'mcp-param-region': 'eu' });
  });

  test.each([[{ where: null }], [{ where: { region: null } }], [{}], [{ where: 'x' }]])(
    'an argument that is not there has no header: %j',
    (args) => {
      const headers: OutgoingHttpHeaders = {};
      modernHeaders(headers, { ...message, args }, mirrored);
      expect(headers).toEqual({ 'mcp-method': 'tools/call', 'mcp-name': 't' });
    },
  );

  test('an answer to the server names nothing', () => {
    const headers: OutgoingHttpHeaders = {};
    modernHeaders(headers, { ...message, method: '', name: '' }, mirrored);
    expect(headers).toEqual({});
  });
});

describe('mirrorsOf', () => {
  const schema = (properties: object): never => ({ type: 'object', properties }) as never;

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
    ['below anyOf', { anyOf: [{ properties: { a: { type: 'string', 'x-mcp-header': 'A' } } }] } as never],
    ['at the top', { type: 'string', 'x-mcp-header': 'A' } as never],
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
  const listing = {
    tools: [tool('good', 'Region'), tool('bad', 7), '{"name":"plain"}', '"nonsense"'],
  } as unknown as Listing;
  const kept = mirrorListing(listing, mirrored, (message) => odd.push(message));
  expect(kept.tools).toHaveLength(3);
  expect([...mirrored.keys()]).toEqual(['good']);
  expect(odd).toEqual(['tool bad is left out: its x-mcp-header annotations are invalid']);
});
