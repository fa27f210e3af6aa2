import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  errorMessage,
  openAgent,
  requestFailure,
  startRequest,
  statusFailure,
} from '../../../src/upstream/http/exchange.ts';

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

describe('startRequest', () => {
  test.each([
    ['http://%ff@127.0.0.1:1/', {}],
    ['http://127.0.0.1:1/', { a: 'b\nc' }],
    ['http://127.0.0.1:1/', { 'a b': 'c' }],
    ['http://127.0.0.1:1/', { trailer: 'a', 'content-length': 0 }],
  ])('what cannot be sent breaks the request, and did nothing: %s %j', async (address, headers) => {
    const to = new URL(address);
    const agent = openAgent(to);
    const [error] = (await once(startRequest(to, 'POST', headers, agent), 'error').catch((why) => [why])) as [Error];
    expect(requestFailure(to, error)).toMatchObject({ reason: 'unreachable', acted: false });
    expect(error.message).not.toContain('ECONNREFUSED');
    agent.destroy();
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

describe('a connection that nobody uses', () => {
  /** Asks once, of a server that would keep the connection for ever and says what `hint` says. */
  const ask = async (hint?: string, late = 0) => {
    const server = createServer(async (_request, response) => {
      await pause(late);
      if (hint !== undefined) response.setHeader('keep-alive', hint);
      response.setHeader('connection', 'keep-alive');
      response.end('{}');
    });
    server.keepAliveTimeout = 0;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const agent = openAgent(url);
    const request = startRequest(url, 'GET', {}, agent);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response.resume(), 'end');
    const kept = (): number => Object.values(agent.freeSockets).flat().length;
    const close = (): void => {
      agent.destroy();
      server.close();
    };
    return { kept, close };
  };

  // Whoever closes last has the call that is just being sent: the server must not be the one.
  test.each([['timeout=2'], [undefined]])('is closed by us before the server does (it says %s)', async (hint) => {
    const { kept, close } = await ask(hint);
    await expect.poll(kept).toBe(1);
    await expect.poll(kept, { timeout: 9_000 }).toBe(0);
    close();
  });

  test('is none where an answer is waited for, however long that takes', async () => {
    const { kept, close } = await ask(undefined, 4_500);
    await expect.poll(kept).toBe(1);
    close();
  });
});
