import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../../src/model/protocol/frame.ts';
import { jsonText, object } from '../arbitrary.ts';

describe('readFrame', () => {
  it('keeps the params to the letter', () => {
    fc.assert(
      fc.property(object(jsonText(3)), (params) => {
        const read = readFrame(`{"jsonrpc":"2.0","id":1,"method":"x","params":${params}}`);
        expect(read.ok && read.frame.paramsText).toBe(params);
      }),
    );
  });

  it.each([0, '', 1, 'a'])('takes %j for an id', (id) => {
    const read = readFrame(JSON.stringify({ jsonrpc: '2.0', id, method: 'x' }));
    expect(read.ok && read.frame.id).toBe(id);
  });

  it.each([
    ['{', -32700],
    ['[]', -32600],
    ['[{"jsonrpc":"2.0","id":1,"method":"x"}]', -32600],
    ['1', -32600],
    ['{"id":1,"method":"x"}', -32600],
    ['{"jsonrpc":"2.0","id":null,"method":"x"}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":1}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}', -32600],
    ['{"jsonrpc":"2.0","id":1}', -32600],
    ['{"jsonrpc":"2.0","id":1,"id":2,"method":"x"}', -32600],
  ])('refuses %s', (text, code) => expect(readFrame(text)).toMatchObject({ ok: false, code }));

  it('ignores a byte order mark before a message, and nowhere else', () => {
    const text = '{"jsonrpc":"2.0","id":1,"method":"x"}';
    expect(readFrame(`\ufeff${text}`)).toEqual(readFrame(text));
    for (const odd of [`\ufeff\ufeff${text}`, ` \ufeff${text}`, text.replace(',', ',\ufeff')])
      expect(readFrame(odd)).toMatchObject({ ok: false, code: -32700 });
  });

  it('never throws, not even on what nests too deep and is no JSON besides', () => {
    const deep = `${'['.repeat(250)}${']'.repeat(250)}`;
    const pieces = fc.constantFrom('{', '}', '[', ']', '"', '\\', '\\q', '\\u12', ':', ',', '1', '"id":', '"a":', ' ');
    const broken = fc.array(pieces).map((all) => `{"a":${deep},${all.join('')}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), broken), (text) => {
        expect(typeof readFrame(text).ok).toBe('boolean');
      }),
    );
    expect(readFrame(`{"\\q":${deep},"id":7}`)).toMatchObject({ ok: false, code: -32600, id: 7 });
  });
});
