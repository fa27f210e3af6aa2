import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failedAnswer, failedUnder, readMessage } from '../../src/downstream/message.ts';

test('a message has no line break afterwards, so that no part of it can be a line of its own', () => {
  const hidden = '{"jsonrpc":"2.0","id":9,"method":"tools/call"}';
  for (const lineBreak of ['\n', '\r', '\r\n']) {
    const read = readMessage(
      `{"jsonrpc":"2.0","id":1,${lineBreak}"method":"m","params":{"a":${lineBreak}${hidden}${lineBreak}}}`,
    );
    if (!read.ok) throw new Error(read.message);
    expect(read.frame.text).not.toMatch(/[\r\n]/);
    expect(read.frame.paramsText).toBe(`{"a": ${hidden} }`);
  }
});

test('whatever its spacing, a message means the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2, '\t'), (params, space) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'm', params };
      const read = readMessage(JSON.stringify(message, null, space));
      expect(read.ok && read.frame.params).toEqual(JSON.parse(JSON.stringify(params)));
      expect(read.ok && JSON.parse(read.frame.paramsText)).toEqual(JSON.parse(JSON.stringify(params)));
    }),
  );
});

test('a line break inside a string is no JSON', () => {
  expect(readMessage('{"jsonrpc":"2.0","id":"a\nb","method":"m"}')).toMatchObject({ ok: false, code: -32700 });
});

test('an answer that cannot be read fails under its id, and nothing else does', () => {
  const why = { code: -32700, message: 'not like this' };
  const failed = { jsonrpc: '2.0', id: 'q', error: why };
  const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
  for (const result of ['{}', '{"a":1,"a":2}', deep, '{"a":', '{"\\q":1}'])
    expect(failedAnswer(`{"jsonrpc":"2.0","id":"q","result":${result}}`, why)?.value).toEqual(failed);
  expect(failedUnder('"q"', why)?.value).toEqual(failed);
  for (const other of [
    '{"jsonrpc":"2.0","id":"q","method":"ping"}',
    '{"jsonrpc":',
    '',
    '[]',
    '{"id":"q\\q","result":{}}',
  ])
    expect(failedAnswer(other, why)).toBeUndefined();
});
