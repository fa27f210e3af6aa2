import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventStream } from '../../../src/downstream/event-stream.ts';
import { HttpStreams } from '../../../src/downstream/http/stream.ts';
import { Stand, until } from '../stand.ts';
import { openHttp } from '../wires.ts';

let server: Server;
let streams: HttpStreams;
let opened: EventStream[];
let quiet: number;
/** The streams that were given up, counted from 1. */
let lost: number[];

/** Serves one session: POST opens a stream, GET listens or takes one up. */
beforeEach(async () => {
  opened = [];
  quiet = 0;
  lost = [];
  streams = new HttpStreams(() => quiet++);
  server = createServer((request, response) => {
    const last = request.headers['last-event-id'];
    if (request.method === 'POST') {
      const count = opened.length + 1;
      const gone = () => lost.push(count);
      opened.push(request.url === '/primed' ? streams.openPrimed(response, gone) : streams.open(response, gone));
    } else if (last === undefined) streams.listen(response);
    else if (!streams.resume(response, String(last))) response.writeHead(400).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => {
  streams.end();
  server.closeAllConnections();
  server.close();
});

const url = (path = '/') => `http://127.0.0.1:${(server.address() as { port: number }).port}${path}`;

/** A connection, with what came over it so far. */
async function connect(method: 'GET' | 'POST', last?: string, path?: string) {
  const controller = new AbortController();
  const response = await fetch(url(path), {
    method,
    signal: controller.signal,
    headers: last === undefined ? {} : { 'last-event-id': last },
  });
  const connection = { status: response.status, text: '', ended: false, leave: () => controller.abort() };
  void (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) connection.text += decoder.decode(chunk as Uint8Array);
      connection.ended = true;
    } catch {}
  })();
  return connection;
}

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '');
const dataIn = (text: string): string[] => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data ?? '');

test('a request whose connection broke is answered to whoever comes back for it', async () => {
  const first = await connect('POST', undefined, '/primed');
  opened[0]?.send('"one"');
  await until(() => dataIn(first.text).length === 2);
  expect(first.text).toMatch(/^retry: \d+\n\n/);
  expect(dataIn(first.text)).toEqual(['', '"one"']);
  first.leave();
  opened[0]?.send('"two"');
  const second = await connect('GET', idsIn(first.text)[1]);
  opened[0]?.send('"answer"');
  opened[0]?.end();
  await until(() => second.ended);
  expect(dataIn(second.text)).toEqual(['"two"', '"answer"']);
  expect(lost).toEqual([]);
  // The answer itself may have been lost on the way.
  const third = await connect('GET', idsIn(first.text)[0]);
  await until(() => third.ended);
  expect(dataIn(third.text)).toEqual(['"one"', '"two"', '"answer"']);
});

test('what nobody comes back for is given up, once', async () => {
  streams = new HttpStreams(() => quiet++, 0);
  const first = await connect('POST');
  opened[0]?.send('"one"');
  await until(() => idsIn(first.text).length === 1);
  first.leave();
  await until(() => lost.length === 1);
  expect((await connect('GET', idsIn(first.text)[0])).status).toBe(400);
  expect(lost).toEqual([1]);
});

test('what was given up is not given up again when its request ends afterwards', async () => {
  streams = new HttpStreams(() => quiet++, 0);
  const first = await connect('POST');
  first.leave();
  await until(() => lost.length === 1);
  // As one that was taken back does; its id may be another request's by now.
  opened[0]?.end();
  for (const count of [2, 3]) {
    (await connect('POST')).leave();
    await until(() => lost.includes(count));
  }
  expect(lost).toEqual([1, 2, 3]);
});

test('what was pushed while nobody listened comes with the next connection', async () => {
  streams.push('"before anybody listened"');
  const first = await connect('GET');
  streams.push('"one"');
  await until(() => idsIn(first.text).length === 1);
  expect(streams.isHeard).toBe(true);
  first.leave();
  await until(() => quiet === 1);
  expect(streams.isHeard).toBe(false);
  streams.push('"two"');
  const second = await connect('GET', idsIn(first.text)[0]);
  streams.push('"three"');
  await until(() => dataIn(second.text).length === 2);
  expect(dataIn(first.text)).toEqual(['"one"']);
  expect(dataIn(second.text)).toEqual(['"two"', '"three"']);
});

test('streams do not hear each other, and ids of another session mean nothing', async () => {
  const [one, two] = [await connect('POST'), await connect('POST')];
  opened[0]?.send('"to one"');
  opened[1]?.send('"to two"');
  await until(() => idsIn(one.text).length + idsIn(two.text).length === 2);
  expect([dataIn(one.text), dataIn(two.text)]).toEqual([['"to one"'], ['"to two"']]);
  expect(idsIn(one.text)).not.toEqual(idsIn(two.text));
  const other = new HttpStreams(() => {});
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  expect(other.resume(response, idsIn(one.text)[0] ?? '')).toBe(false);
});

test('a client that missed more than is kept still gets the answer, and is refused where that is gone', async () => {
  const first = await connect('POST');
  opened[0]?.send('"seen"');
  await until(() => idsIn(first.text).length === 1);
  first.leave();
  const chat = (count: number, stream = 0) => {
    for (let n = 0; n < count; n++) opened[stream]?.send(`"${n}"`);
  };
  chat(1_100);
  const second = await connect('GET', idsIn(first.text)[0]);
  expect(second.status).toBe(200);
  opened[0]?.send('"answer"');
  opened[0]?.end();
  await until(() => second.ended);
  expect(dataIn(second.text)).toHaveLength(1_001);
  expect(dataIn(second.text).at(-1)).toBe('"answer"');
  expect((await connect('GET', idsIn(first.text)[0])).status).toBe(200);
  await connect('POST');
  chat(1_000, 1);
  expect((await connect('GET', idsIn(first.text)[0])).status).toBe(400);
});

test('streams that ended make room for others', async () => {
  const first = await connect('POST');
  opened[0]?.send('"answer"');
  opened[0]?.end();
  await until(() => first.ended);
  const rest = Array.from({ length: 300 }, () => connect('POST').then(({ leave }) => leave()));
  await Promise.all(rest);
  expect((await connect('GET', idsIn(first.text)[0])).status).toBe(400);
});

test('a call whose client lost its connection is answered when it comes back', async () => {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  class Slow extends Stand {
    override async pass(...[call, courier, doors]: Parameters<Stand['pass']>) {
      const params = { progressToken: 'p', progress: 1 };
      courier.notify?.('notifications/progress', params, JSON.stringify(params));
      await released;
      return super.pass(call, courier, doors);
    }
  }
  const stand = new Slow();
  const http = await openHttp(stand);
  const headers = {
    'mcp-session-id': await http.initialize(),
    'mcp-protocol-version': '2025-11-25',
    accept: 'text/event-stream, application/json',
  };
  const params = { name: 's__echo', arguments: { text: 'hi' }, _meta: { progressToken: 7 } };
  const response = await http.post({ id: 5, method: 'tools/call', params }, headers);
  const reader = response.body?.getReader();
  let text = '';
  while (dataIn(text).length < 2) text += new TextDecoder().decode((await reader?.read())?.value);
  expect(dataIn(text)[0]).toBe('');
  expect(dataIn(text)[1]).toContain('"progressToken":7');
  await reader?.cancel();
  const again = await fetch(http.url, { headers: { ...headers, 'last-event-id': idsIn(text)[1] ?? '' } });
  release();
  const [answer] = dataIn(await again.text());
  expect(JSON.parse(answer ?? '')).toMatchObject({ id: 5, result: { content: [{ type: 'text' }] } });
  expect(stand.calls).toHaveLength(1);
  const foreign = { ...headers, 'mcp-session-id': await http.initialize(), 'last-event-id': idsIn(text)[1] ?? '' };
  expect((await fetch(http.url, { headers: foreign })).status).toBe(400);
});

test('who reads a list before they listen hears that it changed in between, once', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const session = { 'mcp-session-id': await http.initialize() };
  await (await http.post({ id: 1, method: 'tools/list' }, session)).text();
  for (let n = 0; n < 2; n++) stand.emit({ kind: 'list_changed', list: 'tools' });
  const controller = new AbortController();
  const headers = { ...session, accept: 'text/event-stream' };
  const stream = await fetch(http.url, { headers, signal: controller.signal });
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) text += decoder.decode(chunk as Uint8Array);
  })().catch(() => undefined);
  stand.emit({ kind: 'list_changed', list: 'prompts' });
  await until(() => text.includes('notifications/prompts/list_changed'));
  expect(text.match(/notifications\/tools\/list_changed/g)).toHaveLength(1);
  controller.abort();
  await reading;
});
