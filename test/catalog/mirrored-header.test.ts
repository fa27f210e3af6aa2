import { describe, expect, it } from 'vitest';
import { headerFault } from '../../src/catalog/mirrored-header.ts';
import type { JsonObject } from '../../src/model/json.ts';

const fault = (inputSchema: JsonObject): string | undefined => headerFault('tools', { name: 'a', inputSchema });
const on = (property: JsonObject): JsonObject => ({ type: 'object', properties: { a: property } });

describe('mirrored headers', () => {
  it('are fine on plain arguments, nested ones included', () => {
    expect(fault(on({ type: 'string', 'x-mcp-header': 'Region' }))).toBeUndefined();
    expect(fault(on(on({ type: 'integer', 'x-mcp-header': 'Depth' })))).toBeUndefined();
    expect(fault(on({ type: 'string' }))).toBeUndefined();
  });

  it.each<[string, JsonObject]>([
    ['a number', on({ type: 'number', 'x-mcp-header': 'A' })],
    ['an empty name', on({ type: 'string', 'x-mcp-header': '' })],
    ['no name', on({ type: 'string', 'x-mcp-header': 7 })],
    ['a name with a line end', on({ type: 'string', 'x-mcp-header': 'A\r\nB' })],
    ['an item of a list', on({ type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } })],
    ['an alternative', on({ anyOf: [{ type: 'string', 'x-mcp-header': 'A' }] })],
    ['a shared definition', { $defs: { d: { type: 'string', 'x-mcp-header': 'A' } } }],
    ['the whole', { type: 'object', 'x-mcp-header': 'A' }],
    [
      'the same name twice',
      { properties: { a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } } },
    ],
  ])('are faulty on %s', (_, schema) => {
    expect(fault(schema)).toEqual(expect.any(String));
  });

  it('are nothing to resources', () => {
    expect(headerFault('resources', { inputSchema: { 'x-mcp-header': 'A' } })).toBeUndefined();
  });
});
