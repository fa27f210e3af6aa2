import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undeclaredOf } from '../../../src/inspect/json-schema/undeclared.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { NO_FACTS, type ToolFacts } from '../../../src/model/tool.ts';

const inputSchema = {
  type: 'object',
  properties: {
    to: { type: 'string' },
    'a/b': { type: 'string' },
    options: { type: 'object', properties: { urgent: { type: 'boolean' } }, additionalProperties: {} },
    rows: { type: 'array', items: { type: 'object', properties: { iban: { type: 'string' } } } },
    fields: { type: 'object' },
    headers: { type: 'object', additionalProperties: { type: 'object', properties: { value: { type: 'string' } } } },
    either: { anyOf: [{ $ref: '#/$defs/one' }, { type: 'null' }] },
  },
  $defs: { one: { type: 'object', properties: { name: { type: 'string' } } } },
};
const facts: ToolFacts = { ...NO_FACTS, roles: { '/to': 'destination', '/known': 'content' }, inputSchema };
const found = (args: JsonObject, more: Partial<ToolFacts> = {}) => undeclaredOf({ ...facts, ...more }, args);

describe('an argument that a tool does not declare', () => {
  it.each<[JsonObject, string[]]>([
    [{ to: 'a', 'a/b': 'c', options: { urgent: true }, rows: [{ iban: 'x' }], either: { name: 'n' } }, []],
    [{ to: 'a', bcc: 'b' }, ['/bcc']],
    [{ bcc: { deep: ['b'] } }, ['/bcc']],
    [{ 'a/c': 'b', 'a~': 'b' }, ['/a~1c', '/a~0']],
    [{ options: { urgent: true, bcc: 'b' } }, ['/options/bcc']],
    [{ rows: [{ iban: 'x' }, { iban: 'x', cc: 'b' }] }, ['/rows/1/cc']],
    [{ either: { name: 'n', cc: 'b' } }, ['/either/cc']],
    [{ headers: { x: { value: 'v', cc: 'b' } } }, ['/headers/x/cc']],
    [JSON.parse('{"__proto__":"b","constructor":"b"}') as JsonObject, ['/__proto__', '/constructor']],
  ])('is told of %j', (args, places) => {
    expect(found(args)).toEqual(places);
  });

  it('is none in an object that declares no names, and none that a person has named', () => {
    expect(found({ fields: { cc: 'b', x: { y: 1 } }, headers: { cc: { value: 'v' } }, known: 'k' })).toEqual([]);
  });

  it.each<[string, Partial<ToolFacts>]>([
    ['a tool that sends nothing', { roles: { '/to': 'content' } }],
    ['a tool without a schema', { inputSchema: undefined }],
    ['a schema without names', { inputSchema: { type: 'object' } }],
  ])('is none of %s', (_, more) => {
    expect(found({ to: 'a', bcc: 'b' }, more)).toEqual([]);
  });

  it('is all of them where there are many', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 'b']));
    expect(found(many(20))).toHaveLength(20);
    expect(found(many(21))).toEqual(['']);
  });

  it('is told of whatever stands beside it', () => {
    const declared = fc.constantFrom('to', 'a/b', 'options', 'rows', 'fields', 'headers', 'either');
    const name = fc.string().filter((one) => !Object.hasOwn(inputSchema.properties, one) && one !== 'known');
    fc.assert(
      fc.property(fc.dictionary(declared, fc.jsonValue()), name, fc.jsonValue(), (args, extra, value) => {
        const places = found({ ...(args as JsonObject), [extra]: value as string });
        const at = `/${extra.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        expect(places.includes(at) || places.includes('')).toBe(true);
      }),
    );
  });
});
