import { expect, test } from 'vitest';
import { speaksOtherwise } from '../../src/upstream/verdict.ts';

const error = (code: number): string => JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message: 'm' } });

test.each<[string, boolean, number, string, boolean]>([
  ['modern: refused as the older SDKs do', true, 400, error(-32000), true],
  ['modern: a page', true, 404, '<html>', true],
  ['modern: nothing', true, 405, '', true],
  ['modern: its own error', true, 400, error(-32020), false],
  ['modern: no such method', true, 404, error(-32601), false],
  ['modern: wrong params', true, 400, error(-32602), false],
  ['modern: credentials', true, 401, '', false],
  ['modern: overloaded', true, 503, '', false],
  ['legacy: a modern error', false, 400, error(-32022), true],
  ['legacy: its own error', false, 400, error(-32000), false],
  ['legacy: a page', false, 400, '<html>', false],
])('%s', (_what, isModern, status, body, expected) => {
  expect(speaksOtherwise(isModern, status, body)).toBe(expected);
});
