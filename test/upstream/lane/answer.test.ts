import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrame } from '../../../src/model/protocol/frame.ts';
import type { Result } from '../../../src/model/result.ts';
import { readAnswer } from '../../../src/upstream/lane/answer.ts';

function read(text: string, isModern = false): Result {
  const frame = readFrame(text);
  if (!frame.ok) throw new Error(frame.message);
  return readAnswer(frame.frame, isModern);
}

describe('readAnswer', () => {
  test('law: the text of a result is the exact text that came', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(read(`{"jsonrpc":"2.0", "result": ${text} ,"id":1}`)).toMatchObject({ kind: 'complete', text });
      }),
    );
  });

  test('numbers keep their digits in the text', () => {
    const result = read('{"jsonrpc":"2.0","id":1,"result":{"n":12345678901234567890.10}}');
    expect(result).toMatchObject({ text: '{"n":12345678901234567890.10}' });
  });

  test('an error keeps code, message and data', () => {
    expect(read('{"jsonrpc":"2.0","id":1,"error":{"code":-32050,"message":"no","data":{"n":1.0}}}')).toEqual({
      kind: 'error',
      code: -32050,
      message: 'no',
      data: { n: 1 },
      value: { code: -32050, message: 'no', data: { n: 1 } },
      text: '{"code":-32050,"message":"no","data":{"n":1.0}}',
    });
  });

  test('a question is one only in the protocol that has it', () => {
    const text = '{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{}}}';
    expect(read(text, true).kind).toBe('input_required');
    expect(read(text, false).kind).toBe('complete');
  });

  test.each([
    ['{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}', false],
    ['{"jsonrpc":"2.0","id":1,"result":"text"}', false],
    ['{"jsonrpc":"2.0","id":1,"result":[]}', false],
    ['{"jsonrpc":"2.0","id":1,"result":null}', false],
    ['{"jsonrpc":"2.0","id":1,"error":"text"}', false],
    ['{"jsonrpc":"2.0","id":1,"error":{"message":"no code"}}', false],
    ['{"jsonrpc":"2.0","id":1,"result":{"resultType":"task","taskId":"1"}}', true],
    ['{"jsonrpc":"2.0","id":1,"result":{"resultType":7}}', true],
  ])('%s cannot be judged', (text, isModern) => {
    expect(read(text, isModern)).toMatchObject({ kind: 'failed', reason: 'malformed', acted: 'unknown' });
  });
});
