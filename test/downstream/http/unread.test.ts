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
  expect(unread.bytes).toBe(0);
});

test('a client reads that reads of a large answer, before that was read as a whole', async () => {
  const { unread, ask } = await serve(50_000_000);
  const response = await ask();
  response.on('data', () => response.pause());
  let now = 0;
  let rounds = 0;
  unread.idle(now);
  await until(() => {
    if (unread.idle(++now) === 0 && unread.bytes >= 50_000_000) rounds++;
    response.resume();
    return rounds === 3;
  });
  response.on('error', () => undefined).destroy();
});

test('breaks off all that waits, which is not read by that, and gives what comes next a chance', async () => {
  const { unread, ask, responses } = await serve(50_000_000);
  const silent = await ask();
  const closed = new Promise((resolve) => silent.on('error', () => undefined).once('close', resolve));
  const quiet = { writableLength: 0, socket: null, once: () => undefined } as unknown as ServerResponse;
  unread.add(quiet);
  const idle = [0, 900, 1_800].map((now) => unread.idle(now));
  expect(idle).toEqual([0, 900, 1_800]);
  expect(unread.breakOff(1_800)).toBeGreaterThan(50_000_000);
  expect([unread.bytes, unread.isOver, responses[0]?.destroyed]).toEqual([0, false, true]);
  expect(unread.breakOff(1_800)).toBe(0);
  const after = [2_700, 3_600, 3_900].map((now) => unread.idle(now));
  expect(after).toEqual([0, 0, 3_900]);
  silent.resume();
  await closed;
});
