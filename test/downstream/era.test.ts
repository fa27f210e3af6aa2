import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitResult, legacyTools } from '../../src/downstream/era.ts';
import type { JsonObject } from '../../src/model/json.ts';

const SERVER = 'io.modelcontextprotocol/serverInfo';
const dress = (era: 'modern' | 'legacy') => ({ era, server: '{"name":"sallyport"}' });
const fitted = (era: 'modern' | 'legacy', value: JsonObject, method = 'tools/call') =>
  JSON.parse(fitResult(method, value, JSON.stringify(value), dress(era)));

const plain = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject)
  .filter(
    (value) =>
      !['_meta', 'resultType', 'ttlMs', 'cacheScope', 'structuredContent'].some((key) => Object.hasOwn(value, key)),
  );

test('whatever an upstream answers, each era gets its own members and everything else as it was', () => {
  const extras = fc.record(
    {
      resultType: fc.constant('complete'),
      ttlMs: fc.nat(),
      cacheScope: fc.constantFrom('public', 'private'),
      _meta: fc.record({ [SERVER]: fc.constant({ name: 'theirs' }), own: fc.jsonValue() }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(plain, extras, (value, more) => {
      const sent = JSON.parse(JSON.stringify({ ...value, ...more })) as JsonObject;
      const own = (sent._meta as JsonObject | undefined)?.own;
      const kept = own === undefined ? {} : { own };
      expect(fitted('modern', sent)).toEqual({
        ...value,
        resultType: 'complete',
        _meta: { ...kept, [SERVER]: { name: 'sallyport' } },
      });
      // Where nothing is left of it, nothing is sent; a server's own empty one stays.
      const isEmptied = own === undefined && sent._meta !== undefined && Object.hasOwn(sent._meta as object, SERVER);
      const legacy = sent._meta === undefined || isEmptied ? value : { ...value, _meta: kept };
      expect(fitted('legacy', sent)).toEqual(legacy);
    }),
  );
});

test('a legacy answer from a legacy server is the very text', () => {
  const text = '{ "content": [ {"type":"text","text":"1"} ], "n": 12345678901234567890, "f": 1.0 }';
  expect(fitResult('tools/call', JSON.parse(text), text, dress('legacy'))).toBe(text);
  expect(fitResult('tools/call', JSON.parse(text), text, dress('modern'))).toContain(
    '"n": 12345678901234567890, "f": 1.0',
  );
});

test('what is read may not be cached, whatever its server says', () => {
  const read = fitted('modern', { contents: [], ttlMs: 9999, cacheScope: 'public' }, 'resources/read');
  expect(read).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
  expect(fitted('modern', { contents: [] }, 'resources/read')).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
});

test('structured content that a legacy client does not know is text', () => {
  const a = { type: 'text', text: 'a' };
  const copy = (text: string) => ({ type: 'text', text });
  const odd = '{"structuredContent" : [1.0, 9007199254740993],"content":[ {"type":"text","text":"a"} ], "n":1E5}';
  expect(fitResult('tools/call', JSON.parse(odd), odd, dress('legacy'))).toBe(
    '{"content":[ {"type":"text","text":"a"} ,{"type":"text","text":"[1.0, 9007199254740993]"}], "n":1E5}',
  );
  // A copy that the server sent itself is not repeated, however it is spelled.
  for (const [structuredContent, text] of [
    [[1, { b: 2, a: '/' }], ' [1,{"a":"\\/","b":2}]'],
    ['word', 'word'],
  ] as const)
    expect(fitted('legacy', { content: [a, copy(text)], structuredContent })).toEqual({ content: [a, copy(text)] });
  expect(fitted('legacy', { content: 5, structuredContent: null })).toEqual({ content: [copy('null')] });
  expect(fitted('legacy', { content: [], structuredContent: [1, 'ü'] })).toEqual({
    content: [{ type: 'text', text: '[1,"ü"]' }],
  });
  expect(fitted('legacy', { structuredContent: { a: 1 } })).toEqual({ structuredContent: { a: 1 } });
  expect(fitted('modern', { content: [], structuredContent: [1] }).structuredContent).toEqual([1]);
});

test('a legacy client is shown output schemas of objects only', () => {
  const kept = '{"name":"a","outputSchema":{ "type" : "object" }}';
  const plain = '{ "name" : "b", "x":1.0 }';
  for (const schema of ['{"type":"array"}', '{}', 'true', '{"anyOf":[{"type":"object"}]}'])
    expect(legacyTools(`[${kept}, ${plain},{"name":"c" ,"outputSchema": ${schema}}]`)).toBe(
      `[${kept},${plain},{"name":"c" }]`,
    );
  expect(legacyTools(`[ ${kept} , ${plain} ]`)).toBe(`[ ${kept} , ${plain} ]`);
});
