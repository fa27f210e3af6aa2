import { describe, expect, it } from 'vitest';
import { putReference, referenceIn } from '../../src/catalog/references.ts';
import type { JsonObject } from '../../src/model/json.ts';

const REFERENCES: readonly [method: string, params: JsonObject, kind: string, renamed: JsonObject][] = [
  ['tools/call', { name: 'a', arguments: { name: 'a' } }, 'tool', { name: 'b', arguments: { name: 'a' } }],
  ['prompts/get', { name: 'a' }, 'prompt', { name: 'b' }],
  ['resources/read', { uri: 'a' }, 'resource', { uri: 'b' }],
  ['resources/subscribe', { uri: 'a' }, 'resource', { uri: 'b' }],
  ['resources/unsubscribe', { uri: 'a' }, 'resource', { uri: 'b' }],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'a', uri: 'x' } },
    'prompt',
    { ref: { type: 'ref/prompt', name: 'b', uri: 'x' } },
  ],
  [
    'completion/complete',
    { ref: { type: 'ref/resource', uri: 'a', name: 'x' } },
    'resource',
    { ref: { type: 'ref/resource', uri: 'b', name: 'x' } },
  ],
];

describe('the thing that a request is about', () => {
  it.each(REFERENCES)('is found and renamed in one place: %s %j', (method, params, kind, renamed) => {
    expect(referenceIn(method, params)).toEqual({ kind, shown: 'a' });
    expect(putReference(method, JSON.stringify(params), 'b')).toBe(JSON.stringify(renamed));
  });

  it.each<[string, JsonObject]>([
    ['tools/call', {}],
    ['tools/call', { name: 7 }],
    ['prompts/get', { uri: 'a' }],
    ['resources/read', { uri: null }],
    ['completion/complete', {}],
    ['completion/complete', { ref: null }],
    ['completion/complete', { ref: { type: 'ref/prompt', uri: 'a' } }],
    ['tools/list', { name: 'a' }],
    ['constructor', { name: 'a' }],
  ])('is nothing in %s %j', (method, params) => {
    expect(referenceIn(method, params)).toBeUndefined();
  });

  it('leaves the params of other methods as they are, to the character', () => {
    const text = '{ "name" : "a", "n":1.0 }';
    expect(putReference('tools/list', text, 'b')).toBe(text);
    expect(putReference('tools/call', text, 'b')).toBe('{ "name" : "b", "n":1.0 }');
  });
});
