import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CODES,
  isNotice,
  noticeText,
  notificationText,
  onOneLine,
  rejected,
  requestText,
  responseText,
} from '../../src/downstream/wire.ts';

test('a response is one line, whatever spacing the answer has, and means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('\t', 2, '\r\n', 0), (value, space) => {
      const line = responseText('"a"', { member: 'result', text: JSON.stringify(value, null, space) });
      expect(line).not.toMatch(/[\r\n]/);
      expect(JSON.parse(line).result).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('text without line breaks is left alone', () => {
  expect(onOneLine('{"a": "b\\n"}')).toBe('{"a": "b\\n"}');
});

test('messages are what the protocol calls them', () => {
  expect(JSON.parse(notificationText('n'))).toEqual({ jsonrpc: '2.0', method: 'n' });
  expect(JSON.parse(notificationText('n', { a: 1 }))).toEqual({ jsonrpc: '2.0', method: 'n', params: { a: 1 } });
  expect(JSON.parse(requestText('7', 'm', '{}'))).toEqual({ jsonrpc: '2.0', id: 7, method: 'm', params: {} });
  expect(JSON.parse(rejected({ code: CODES.params, message: 'no', data: { a: 1 } }).text)).toEqual({
    code: -32602,
    message: 'no',
    data: { a: 1 },
  });
});

test('no code of our own is one that the specification reserves', () => {
  expect(CODES.refused > -32000 || CODES.refused < -32768).toBe(true);
});

test('a notice is told from a question and from an answer, whatever is in them', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (method, value) => {
      const params = JSON.stringify({ value });
      expect(isNotice(notificationText(method, { value: 1 }))).toBe(true);
      expect(isNotice(noticeText(method.replaceAll(/["\\\u0000-\u001f]/g, ''), params))).toBe(true);
      expect(isNotice(requestText(JSON.stringify(method), method, params))).toBe(false);
      expect(isNotice(responseText(JSON.stringify(method), { member: 'result', text: params }))).toBe(false);
    }),
  );
});
