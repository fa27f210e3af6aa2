import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putString, readdressResult, stringAt } from '../../src/catalog/edits.ts';

const wrap = (uri: string): string => `w+${uri}`;

describe('edits of params', () => {
  it('touch the one string and nothing else', () => {
    const text = '{ "arguments" : {"name":"inner","n":12345678901234567890,"u":"\\u00e9"} , "name" : "old" }';
    expect(putString(text, ['name'], 'ne"w')).toBe(text.replace('"old"', '"ne\\"w"'));
    expect(putString('{"ref":{"type":"ref/prompt","name":"a"}}', ['ref', 'name'], 'b')).toBe(
      '{"ref":{"type":"ref/prompt","name":"b"}}',
    );
  });

  it('find a name however it is spelt', () => {
    expect(putString('{"n\\u0061me":"a"}', ['name'], 'b')).toBe('{"n\\u0061me":"b"}');
  });

  it.each(['{}', '[]', '"name"', '{"arguments":{"name":"x"}}'])('leave %s alone', (text) => {
    expect(putString(text, ['name'], 'b')).toBe(text);
  });

  it('keep every other value of any params', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.string(), (rest, before, after) => {
        // `{ __proto__: … }` assigns; JSON has it as a name like any other.
        const text = JSON.stringify({ ...rest, name: before });
        expect(JSON.parse(putString(text, ['name'], after))).toEqual(
          JSON.parse(JSON.stringify({ ...rest, name: after })),
        );
        expect(putString(putString(text, ['name'], after), ['name'], before)).toBe(text);
      }),
    );
  });

  it('read a string by its path', () => {
    expect(stringAt('{"ref":{"type":"ref\\/prompt"}}', ['ref', 'type'])).toBe('ref/prompt');
    expect(stringAt('{"ref":{"type":7}}', ['ref', 'type'])).toBeUndefined();
    expect(stringAt('{"ref":7}', ['ref', 'type'])).toBeUndefined();
  });
});

describe('addresses in results', () => {
  it.each([
    [
      'tools/call',
      '{"content":[{"type":"text","text":"see x:1 and \\"uri\\""},{"type":"resource_link","uri":"x:1","name":"n"},{"type":"resource","resource":{"uri":"x:2","text":"x:2"}}],"structuredContent":{"uri":"x:1"}}',
      '{"content":[{"type":"text","text":"see x:1 and \\"uri\\""},{"type":"resource_link","uri":"w+x:1","name":"n"},{"type":"resource","resource":{"uri":"w+x:2","text":"x:2"}}],"structuredContent":{"uri":"x:1"}}',
    ],
    [
      'prompts/get',
      '{"messages":[{"role":"user","content":{"type":"resource","resource":{"uri":"x:1"}}},{"role":"user","content":[{"type":"resource_link","uri":"x:2"}]}]}',
      '{"messages":[{"role":"user","content":{"type":"resource","resource":{"uri":"w+x:1"}}},{"role":"user","content":[{"type":"resource_link","uri":"w+x:2"}]}]}',
    ],
    [
      'resources/read',
      '{"contents":[{"uri":"x:1"},{"uri":"x:2","text":"{\\"uri\\":1}"}]}',
      '{"contents":[{"uri":"w+x:1"},{"uri":"w+x:2","text":"{\\"uri\\":1}"}]}',
    ],
    [
      'resources/read',
      '{"code":-32002,"message":"no","data":{"uri":"x:1"}}',
      '{"code":-32002,"message":"no","data":{"uri":"w+x:1"}}',
    ],
    [
      'tools/call',
      '{"content":[{"type":"resource_link","\\u0075ri":"x:1"}]}',
      '{"content":[{"type":"resource_link","\\u0075ri":"w+x:1"}]}',
    ],
  ])('of %s are put anew: %s', (method, text, shown) => {
    expect(readdressResult(method, text, wrap)).toBe(shown);
  });

  it.each([
    ['tools/call', '{"content":[{"type":"text","text":"x"}]}'],
    ['tools/call', '{"content":[{"type":"resource_link","uri":7},{"type":"resource","resource":"uri"},"uri",null]}'],
    ['tools/call', '{"content":"uri","uri":"x:1"}'],
    ['completion/complete', '{"completion":{"values":[{"uri":"x:1"}]}}'],
    ['resources/read', '{"data":{"uri":"x:1"}}'],
  ])('of %s stay where they are no addresses: %s', (method, text) => {
    expect(readdressResult(method, text, wrap)).toBe(text);
  });

  it('stay, text and all, where they are shown as they are', () => {
    const text = '{ "contents" : [ { "uri" : "x:1" } ] }';
    expect(readdressResult('resources/read', text, (uri) => uri)).toBe(text);
  });

  it('never break a result, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('tools/call', 'prompts/get', 'resources/read'), (value, method) => {
        const text = JSON.stringify({
          content: value,
          messages: value,
          contents: value,
          code: 1,
          data: value,
          uri: '',
        });
        expect(() => JSON.parse(readdressResult(method, text, wrap))).not.toThrow();
      }),
    );
  });
});
