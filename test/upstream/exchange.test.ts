import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { errorMessage, requestFailure, statusFailure } from '../../src/upstream/exchange.ts';

const url = new URL('https://crm.example/mcp');
const response = (statusCode: number, headers = {}): IncomingMessage => ({ statusCode, headers }) as IncomingMessage;

describe('statusFailure', () => {
  test.each([
    [400, false],
    [404, false],
    [429, false],
    [500, 'unknown'],
    [502, 'unknown'],
  ])('%i: whether it acted is %s', (status, acted) => {
    expect(statusFailure(url, response(status), 'why\n\n not')).toMatchObject({
      acted,
      message: `crm.example answered ${status}: why not`,
    });
  });

  test('a redirect says where to, made safe to print', () => {
    const moved = response(302, { location: 'https://x.example/\u001b[31m' });
    expect(statusFailure(url, moved, '').message).toMatch(
      /redirects to https:\/\/x\.example\/; redirects are not followed/,
    );
  });
});

describe('requestFailure', () => {
  test.each([
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, false],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, false],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, false],
    [{ code: 'ECONNRESET', syscall: 'read' }, 'unknown'],
    [{ code: 'EPIPE', syscall: 'write' }, 'unknown'],
  ])('%j: whether it acted is %s', (facts, acted) => {
    const error = Object.assign(new Error('m'), facts);
    expect(requestFailure(url, error)).toMatchObject({
      reason: 'unreachable',
      acted,
      message: expect.stringContaining(facts.code),
    });
  });
});

describe('errorMessage', () => {
  test('puts the id of the request to the exact error', () => {
    expect(errorMessage('{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"m","data":1.0}}', 7)).toBe(
      '{"jsonrpc":"2.0","id":7,"error":{"code":-1,"message":"m","data":1.0}}',
    );
  });

  test.each(['', '<p>', '[]', '{"error":"text"}', '{"result":{}}'])('%j holds none', (body) => {
    expect(errorMessage(body, 7)).toBeUndefined();
  });
});
