import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { propertiesOf } from '../../../src/model/tool/properties.ts';

const places = (schema: JsonObject): string[] => propertiesOf(schema).map(({ at }) => at);

describe('arguments that a schema describes', () => {
  it('stand in nested objects, lists, maps, alternatives and references', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        mail: { type: 'object', properties: { 'to/cc': { type: 'string' } } },
        items: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
        headers: { type: 'object', additionalProperties: { type: 'string' } },
        pair: { type: 'array', prefixItems: [{ type: 'string' }] },
        owner: { $ref: '#/$defs/person' },
        either: { anyOf: [{ type: 'object', properties: { a: {} } }, { type: 'null' }] },
      },
      $defs: { person: { type: 'object', properties: { email: { type: 'string', format: 'email' } } } },
      allOf: [{ properties: { extra: { type: 'integer' } } }],
    };
    expect(places(schema)).toEqual([
      '/mail',
      '/mail/to~1cc',
      '/items',
      '/items/*',
      '/items/*/sku',
      '/headers',
      '/headers/*',
      '/pair',
      '/pair/*',
      '/owner',
      '/owner/email',
      '/either',
      '/either/a',
      '/extra',
    ]);
    const email = propertiesOf(schema).find(({ at }) => at === '/owner/email');
    expect(email).toMatchObject({
      name: 'email',
      within: ['owner'],
      beside: expect.arrayContaining(['email']),
      format: 'email',
      types: ['string'],
    });
  });

  it('are named as their list is', () => {
    const schema = { properties: { to: { type: 'array', description: 'who', items: { type: 'string' } } } };
    expect(propertiesOf(schema)).toMatchObject([{ name: 'to' }, { at: '/to/*', name: 'to', description: 'who' }]);
  });

  it('end where a schema refers to itself, is too large, or is no schema', () => {
    const loop: JsonObject = { properties: { child: { $ref: '#' } } };
    expect(places(loop).length).toBeLessThan(20);
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`p${i}`, {}]));
    expect(places({ properties: wide })).toHaveLength(400);
    expect(places({ properties: 'none', items: 7, $ref: '#/none', anyOf: {} })).toEqual([]);
    expect(places({ properties: { a: true, b: null } })).toEqual(['/a', '/b']);
  });

  it('do not explode where each of many alternatives refers to all', () => {
    const defs = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `d${i}`,
        { anyOf: Array.from({ length: 12 }, (_, j) => ({ $ref: `#/$defs/d${j}` })) },
      ]),
    );
    expect(places({ properties: { a: { $ref: '#/$defs/d0' } }, $defs: defs })).toEqual(['/a']);
  });

  it('end, however often a schema refers to its own parts', () => {
    const next = (i: number): JsonObject => ({ $ref: `#/$defs/d${i + 1}` });
    const part = (i: number): JsonObject => ({
      anyOf: [next(i), next(i), { oneOf: [next(i)] }],
      properties: { x: next(i), y: next(i) },
    });
    const $defs = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`d${i}`, part(i)]));
    const schema: JsonObject = { properties: { to: { type: 'string' }, a: { $ref: '#/$defs/d0' } }, $defs };
    expect(places(schema)).toEqual(expect.arrayContaining(['/to', '/a', '/a/x', '/a/y', '/a/x/y/x/y/x/y']));
    const circle: JsonObject = { anyOf: Array(50).fill({ $ref: '#' }), properties: { x: { $ref: '#' } } };
    expect(places(circle)).toHaveLength(8);
  });

  it('end where thousands of parts lead to the same places', () => {
    // Each way to a place asks the schema for its members once more.
    let asked = 0;
    const members = new Proxy<JsonObject>(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}`, true])), {
      get(target, key) {
        if (typeof key === 'string') asked++;
        return Reflect.get(target, key);
      },
    });
    const inner = (): JsonObject => ({
      anyOf: Array.from({ length: 49 }, () => ({ properties: { y: { $ref: '#/d' } } })),
    });
    const outer = (): JsonObject => ({ properties: { x: { anyOf: [inner(), inner(), inner()] } } });
    const schema: JsonObject = {
      anyOf: [1, 2].map(() => ({ anyOf: Array.from({ length: 48 }, outer) })),
      d: { properties: members },
    };
    expect(places(schema)).toHaveLength(302);
    expect(asked).toBeLessThan(60_000);
  });
});
