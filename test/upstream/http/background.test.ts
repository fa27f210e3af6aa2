import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { Background } from '../../../src/upstream/http/background.ts';
import { openAgent, startRequest } from '../../../src/upstream/http/exchange.ts';
import { until } from '../rig.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of opened.splice(0)) close();
});

/** A stream that is served by these, one for each time that it is asked for. What it said, and with what it was asked. */
async function listen(serves: readonly ((response: ServerResponse) => void)[], renews = false) {
  const said: string[] = [];
  const asked: (string | undefined)[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(request.headers['last-event-id'] as string | undefined);
    (serves[asked.length - 1] ?? ((last) => void last.writeHead(405).end()))(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const agent = openAgent(url);
  const background = new Background({
    ask: (last, onResponse) => {
      const request = startRequest(url, 'GET', last === undefined ? {} : { 'last-event-id': last }, agent);
      request.on('response', onResponse);
      return request;
    },
    most: 100,
    listener: {
      message: (text) => void said.push(text),
      tooLarge: () => void said.push('too large'),
      asksTooMuch: () => void said.push('asks too much'),
      missed: () => void said.push('missed'),
      stale: () => void said.push('stale'),
    },
    renews,
  });
  opened.push(() => {
    background.close();
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  background.open(10);
  return { said, asked, background };
}

const streams = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);

const stays = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text);

test('is taken up after the last event that it told, when the server wants it', async () => {
  const { said, asked } = await listen([
    streams('retry: 10\nid: a\ndata: 1\n\nid: b\ndata: 2\n\n'),
    stays(`data: ${'x'.repeat(200)}\n\ndata: 3\n\n`),
  ]);
  await until(() => said.length === 4, 'both streams were heard');
  expect(said).toEqual(['1', '2', 'too large', '3']);
  expect(asked).toEqual([undefined, 'b']);
});

test('is tried again where its connection broke, and where credentials had ended', async () => {
  const refuses = (response: ServerResponse): void => void response.writeHead(401).end();
  const breaks = (response: ServerResponse): void => void response.socket?.destroy();
  const { said, asked } = await listen([breaks, refuses, stays('data: 1\n\n')], true);
  await until(() => said.length === 2, 'it was heard in the end');
  expect(said).toEqual(['missed', '1']);
  expect(asked).toHaveLength(3);
});

test('says that something was missed where it was broken off, unless the server goes on where it was', async () => {
  const lost = await listen([streams('retry: 10\ndata: 1\n\n'), stays('data: 2\n\n')]);
  await until(() => lost.said.length === 3, 'it is there again');
  expect(lost.said).toEqual(['1', 'missed', '2']);
  const kept = await listen([streams('retry: 10\nid: a\ndata: 1\n\n'), stays('data: 2\n\n')]);
  await until(() => kept.said.length === 2, 'it went on');
  expect(kept.said).toEqual(['1', '2']);
});

test('says that the session is gone where it is not found any more, and comes back where the server was down', async () => {
  const answers = (status: number) => (response: ServerResponse) => void response.writeHead(status).end();
  const gone = await listen([streams('retry: 10\ndata: 1\n\n'), answers(503), answers(404)]);
  await until(() => gone.said.length === 3, 'it is gone');
  expect(gone.said).toEqual(['1', 'stale', 'missed']);
  const never = await listen([answers(404)]);
  await until(() => never.asked.length === 1, 'it was asked');
  expect(never.said).toEqual([]);
});

test('is left alone where the server has none, and when it was closed', async () => {
  const none = await listen([]);
  await until(() => none.asked.length === 1, 'it was asked');
  const other = await listen([stays('retry: 10\ndata: 1\n\n')]);
  await until(() => other.said.length === 1, 'it was heard');
  other.background.close();
  const third = await listen([streams('retry: 10\ndata: 1\n\n'), stays('data: 2\n\n')]);
  await until(() => third.said.length === 3, 'another was taken up again meanwhile');
  expect(none.asked).toHaveLength(1);
  expect(other.asked).toHaveLength(1);
});

test('says whether it could be had when it was first asked for', async () => {
  expect(await (await listen([stays(':\n\n')])).background.opened).toBe(true);
  expect(await (await listen([])).background.opened).toBe(false);
});

test('is not asked for without a pause, whatever the server wants', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { asked } = await listen([streams('retry: 0\n\n'), stays('')]);
  while (vi.getTimerCount() === 0) await turn();
  vi.advanceTimersByTime(99);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1);
  while (asked.length < 2) await turn();
});
