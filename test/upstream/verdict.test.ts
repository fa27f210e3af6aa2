import { expect, test } from 'vitest';
import { LEGACY, MODERN } from '../../src/model/protocol/revision.ts';
import { speaksOtherwise } from '../../src/upstream/verdict.ts';

const error = (code: number): string => JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message: 'm' } });

test.each<[string, string, number, string, boolean]>([
  ['modern: refused as the older SDKs do', MODERN, 400, error(-32000), true],
  ['modern: a page', MODERN, 404, '<html>', true],
  ['modern: nothing', MODERN, 405, '', true],
  ['modern: its own error', MODERN, 400, error(-32020), false],
  ['modern: no such method', MODERN, 404, error(-32601), false],
  ['modern: wrong params', MODERN, 400, error(-32602), false],
  ['modern: credentials', MODERN, 401, '', false],
  ['modern: overloaded', MODERN, 503, '', false],
  ['legacy: a modern error', LEGACY[0], 400, error(-32022), true],
  ['legacy: its own error', LEGACY[0], 400, error(-32000), false],
  ['legacy: a page', LEGACY[0], 400, '<html>', false],
])('%s', (_what, protocol, status, body, expected) => {
  expect(speaksOtherwise(protocol, status, body)).toBe(expected);
});
