import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Unread } from '../../../src/downstream/http/unread.ts';
import { until } from '../stand.ts';

async function serve(size: number) {
  const unread = new Unread();
  const responses: ServerResponse[] = [];
  const server = http.createServer((_request, response) => {
    unread.add(response);
    responses.push(response);
    response.end('x'.repeat(size));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  /** One that reads nothing by itself. */
  const ask = (): Promise<IncomingMessage> =>
    new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1' }, resolve).on('error', () => undefined);
    });
  return { unread, responses, ask };
}

test('counts what a client has not read of all its responses, until they are closed', async () => {
  const { unread, ask } = await serve(50_000_000);
  const read = await Promise.all([ask(), ask()]);
  // What the system has taken is on its way, and no burden of ours.
  expect(unread.bytes).toBeGreaterThan(50_000_000);
  expect(unread.isOver).toBe(false);
  for (const response of read) response.on('error', () => undefined).destroy();
  await until(() => unread.isOver);
  expect([unread.bytes, unread.left]).toEqual([0, 0]);
});

test('what is left falls while a client reads of an answer, before that was read as a whole', async () => {
  const { unread, ask } = await serve(50_000_000);
  const response = await ask();
  let left = unread.left;
  let rounds = 0;
  response.on('data', () => response.pause());
  await until(() => {
    if (unread.left < left && unread.bytes >= 50_000_000) rounds++;
    left = unread.left;
    response.resume();
    return rounds === 3;
  });
  response.on('error', () => undefined).destroy();
});

test('breaks off what most waits of, and no more than is needed', async () => {
  const { unread, ask, responses } = await serve(50_000_000);
  const silent = await ask();
  const closed = new Promise((resolve) => silent.on('error', () => undefined).once('close', resolve));
  const small = { writableLength: 10, socket: null, once: () => undefined } as unknown as ServerResponse;
  unread.add(small);
  expect(unread.breakOff(10)).toBeGreaterThan(50_000_000);
  expect([unread.bytes, responses[0]?.destroyed]).toEqual([10, true]);
  expect(unread.breakOff(10)).toBe(0);
  silent.resume();
  await closed;
});
