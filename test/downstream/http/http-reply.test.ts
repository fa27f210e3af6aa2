import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { HttpReply } from '../../../src/downstream/http/http-reply.ts';
import { Unread } from '../../../src/downstream/http/unread.ts';

async function answer(streams: boolean, use: (reply: HttpReply) => void): Promise<Response> {
  const server = createServer((_request, response) =>
    use(new HttpReply(response, { streams, headers: { 'x-more': 'yes' }, unread: new Unread() })),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
}

test('an answer alone is JSON, with its status and headers', async () => {
  const response = await answer(true, (reply) => reply.end('1', { member: 'error', text: '{"a":"ü"}' }, 404));
  expect([response.status, response.headers.get('x-more')]).toEqual([404, 'yes']);
  expect(await response.text()).toBe('{"jsonrpc":"2.0","id":1,"error":{"a":"ü"}}');
});

test('an answer after something told is the last event of a stream', async () => {
  const response = await answer(true, (reply) => {
    reply.tell('{"first":1}');
    reply.end('1', { member: 'result', text: '{}' });
    reply.tell('{"late":1}');
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await response.text()).toBe(
    'event: message\ndata: {"first":1}\n\nevent: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n',
  );
});

test('a client that takes no stream is told nothing on the way', async () => {
  const response = await answer(false, (reply) => {
    reply.tell('{"first":1}');
    reply.end('1', { member: 'result', text: '{}' });
  });
  expect(await response.text()).toBe('{"jsonrpc":"2.0","id":1,"result":{}}');
});

test('what was taken back ends without an answer, and is over', async () => {
  const over: boolean[] = [];
  const response = await answer(true, (reply) => {
    reply.drop();
    over.push(reply.isOver);
  });
  expect(await response.text()).toBe('');
  expect(over).toEqual([true]);
});

test('whether it was answered, and by a stream, can be told', async () => {
  const seen: [boolean, boolean][] = [];
  await answer(true, (reply) => {
    const look = () => seen.push([reply.isOver, reply.isStream]);
    look();
    reply.tell('{"first":1}');
    look();
    reply.end('1', { member: 'result', text: '{}' });
    look();
  });
  expect(seen).toEqual([
    [false, false],
    [false, true],
    [true, true],
  ]);
});

test('silence is broken by a sign of life: an answer that is long in coming becomes a stream, if its client takes one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const replies: HttpReply[] = [];
  const streaming = answer(true, (reply) => void replies.push(reply));
  const plain = answer(false, (reply) => void replies.push(reply));
  while (replies.length < 2) await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(14_999);
  let isOpen = false;
  void streaming.then(() => {
    isOpen = true;
  });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(isOpen).toBe(false);
  vi.advanceTimersByTime(1);
  const response = await streaming;
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  vi.advanceTimersByTime(30_000);
  for (const reply of replies) reply.end('1', { member: 'result', text: '{}' });
  vi.advanceTimersByTime(60_000);
  expect(await response.text()).toBe(':\n\n:\n\nevent: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n');
  expect(await (await plain).text()).toBe('{"jsonrpc":"2.0","id":1,"result":{}}');
});

test('an answer counts while it waits for its client, and not once it has gone out or its client has gone away', async () => {
  const unread = new Unread();
  const isOver: boolean[] = [];
  const server = createServer((request, response) => {
    const size = Number(request.url?.slice(1));
    const end = (): void => {
      const reply = new HttpReply(response, { streams: size === 0, unread });
      if (size === 0) reply.tell('{}');
      reply.end('1', { member: 'result', text: `"${'x'.repeat(size)}"` });
      isOver.push(unread.isOver);
    };
    if (size > 0) end();
    else response.once('close', end);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const ask = (size: number, signal?: AbortSignal) =>
    fetch(`http://127.0.0.1:${port}/${size}`, { signal: signal ?? null });
  expect((await (await ask(10)).text()).length).toBeGreaterThan(10);
  const large = await ask(50_000_000);
  expect(isOver).toEqual([true, false]);
  expect(unread.bytes).toBeGreaterThan(1_000_000);
  await large.text();
  await vi.waitUntil(() => unread.isOver);
  const gone = new AbortController();
  const asked = ask(0, gone.signal);
  await new Promise((resolve) => setTimeout(resolve, 50));
  gone.abort();
  await expect(asked).rejects.toThrow();
  await vi.waitUntil(() => isOver.length === 3);
  expect(isOver).toEqual([true, false, true]);
});
