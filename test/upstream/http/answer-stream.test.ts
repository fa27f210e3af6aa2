import { type ClientRequest, createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { AnswerStream } from '../../../src/upstream/http/answer-stream.ts';
import { Arriving } from '../../../src/upstream/http/arriving.ts';
import { openAgent, startRequest } from '../../../src/upstream/http/exchange.ts';
import { until } from '../rig.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

const ID = 7;

/** An answer of which each part is served by one of these. What it said, why it was lost, and after which events it was resumed. */
async function answer(parts: readonly ((response: ServerResponse) => void)[], canResume = true) {
  const said: string[] = [];
  const lost: string[] = [];
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers['last-event-id']);
    (parts[asked.length - 1] ?? ((last) => void last.writeHead(404).end()))(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const agent = openAgent(url);
  const open = new Map<number, ClientRequest>();
  const ask = (last: string | undefined, onResponse: Parameters<ClientRequest['on']>[1]): ClientRequest => {
    const request = startRequest(url, 'GET', last === undefined ? {} : { 'last-event-id': last }, agent);
    request.on('response', onResponse);
    return request;
  };
  const listener = {
    message: (text: string, via?: number) => void said.push(`${via}: ${text}`),
    tooLarge: () => void said.push('too large'),
    asksTooMuch: () => undefined,
    waits: () => true,
    lost: (_id: number, { message }: { message: string }) => void lost.push(message),
  };
  const arriving = new Arriving();
  const stream = new AnswerStream(ID, { url, most: 100, listener, open, arriving, ask, canResume: () => canResume });
  open.set(
    ID,
    ask(undefined, (response) => stream.read(response)),
  );
  opened.push(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { said, lost, asked, open };
}

const streams = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);

test('is resumed after the last event that it told, when the server wants it', async () => {
  const { said, asked, lost } = await answer([
    streams('retry: 10\nid: a\ndata: 1\n\n'),
    streams('retry: 10\nid: b\ndata: 2\n\n'),
    streams(`data: ${'x'.repeat(200)}\n\ndata: 3\n\n`),
  ]);
  await until(() => lost.length > 0, 'it is over');
  expect(said).toEqual(['7: 1', '7: 2', 'too large', '7: 3']);
  expect(asked).toEqual([undefined, 'a', 'b']);
});

test('is resumed five times at most', async () => {
  const again = streams('retry: 1\nid: a\n\n');
  const { asked, lost } = await answer([again, again, again, again, again, again, again]);
  await until(() => lost.length > 0, 'it is given up');
  expect(asked).toHaveLength(6);
  expect(lost).toEqual([expect.stringMatching(/ended the stream without an answer; whether it acted is not known/)]);
});

test.each([
  ['it named no event', streams('data: 1\n\n'), true],
  ['the server speaks modern, or nobody listens', streams('id: a\ndata: 1\n\n'), false],
])('is lost where %s', async (_, part, canResume) => {
  const { asked, lost, open } = await answer([part], canResume);
  await until(() => lost.length > 0, 'it is over');
  expect([asked.length, open.size]).toEqual([1, 0]);
});

test('whose rest is refused says so, and not that nothing was done', async () => {
  const { lost, open } = await answer([streams('retry: 1\nid: a\ndata: 1\n\n')]);
  await until(() => lost.length > 0, 'it is given up');
  expect(lost[0]).toMatch(/broke off its answer and did not go on with it: .* answered 404\. Whether it acted is not/);
  expect(open.size).toBe(0);
});

test('that was taken back is not resumed', async () => {
  let end = (): void => {};
  const { asked, lost, open } = await answer([
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1\nid: a\ndata: 1\n\n');
      end = () => void response.end();
    },
  ]);
  await until(() => asked.length === 1, 'it was asked for');
  open.delete(ID);
  end();
  await until(() => lost.length > 0, 'it is over');
  expect(asked).toHaveLength(1);
});
