import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Authorization } from '../../../src/upstream/http/authorization.ts';
import { openAgent, startRequest } from '../../../src/upstream/http/exchange.ts';
import { Sending } from '../../../src/upstream/http/sending.ts';
import type { Outgoing } from '../../../src/upstream/wire.ts';
import { until } from '../rig.ts';

const message = (id: number | undefined, method = 'tools/call'): Outgoing => ({
  text: JSON.stringify({ id, method }),
  id,
  method,
  name: '',
  args: undefined,
});

/** Sends to a server that answers each message with the next of these. */
async function open(statuses: readonly number[], tokens?: string[]) {
  const heard: string[] = [];
  const left = [...statuses];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    heard.push(`${request.headers.authorization ?? ''}${text}`);
    const status = left.shift();
    if (status === undefined) request.socket.destroy();
    else response.writeHead(status, { 'www-authenticate': 'Bearer' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const agent = openAgent(url);
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  const said: string[] = [];
  const state = { isOver: false };
  const requests = { begun: 0, closed: 0 };
  const authorization: Authorization | undefined = tokens && {
    header: () => tokens[0],
    isDue: () => false,
    renew: async () => undefined,
    refused: async () => {
      tokens.shift();
      return undefined;
    },
    need: undefined,
    mayBeMet: async () => true,
  };
  const sending = new Sending({
    host: url.host,
    authorization,
    listener: { lost: (id) => void said.push(`lost ${id}`), waits: () => true },
    isOver: () => state.isOver,
    start: ({ text }) => {
      const bearer = authorization?.header();
      const length = { 'content-length': Buffer.byteLength(text) };
      requests.begun++;
      const headers = bearer === undefined ? length : { ...length, authorization: bearer };
      return startRequest(url, 'POST', headers, agent, text).on('close', () => requests.closed++);
    },
    answered: ({ id }, response: IncomingMessage) => {
      response.resume();
      said.push(`answered ${id} ${response.statusCode}`);
    },
    broke: ({ id }) => void said.push(`broke ${id}`),
    refused: ({ id }) => void said.push(`refused ${id}`),
  });
  return { sending, said, heard, state, requests };
}

test('each message is a request of its own, and tells how it ended', async () => {
  const { sending, said } = await open([202]);
  sending.send(message(1));
  await until(() => said.length === 1, 'it is answered');
  sending.send(message(2));
  await until(() => said.length === 2, 'it broke');
  expect(said).toEqual(['answered 1 202', 'broke 2']);
});

test('nothing overtakes the end of a handshake, and what waits for it can be taken back', async () => {
  const { sending, heard } = await open([202, 202]);
  sending.send(message(undefined, 'notifications/initialized'));
  sending.send(message(1));
  sending.send(message(2));
  expect([sending.take(1), sending.take(7)]).toEqual([true, false]);
  await until(() => heard.length === 2, 'both are there');
  expect(heard.map((text) => JSON.parse(text).id)).toEqual([undefined, 2]);
});

test('a message that was refused for its credentials is sent anew with others', async () => {
  const { sending, said, heard } = await open([401, 200], ['Bearer old ', 'Bearer new ']);
  sending.send(message(1));
  await until(() => said.length === 2, 'it is answered');
  expect(said).toEqual(['refused 1', 'answered 1 200']);
  expect(heard.map((text) => text.slice(0, 10))).toEqual(['Bearer old', 'Bearer new']);
});

test('a server that leaves too many answers to its own questions unread is given up; what it takes makes room', async () => {
  const { sending, requests } = await open([202]);
  const answers = Array.from({ length: 100 }, () => message(undefined, ''));
  expect(answers.map((answer) => sending.admit(answer))).toEqual(answers.map(() => undefined));
  sending.send(answers[0] as Outgoing);
  await until(() => requests.closed === 1, 'one is taken');
  expect(sending.admit(message(undefined, ''))).toBeUndefined();
  expect(sending.admit(message(undefined, ''))?.message).toMatch(/leaves 100 answers unread: it was given up/);
});

test('nothing is sent any more once it is over', async () => {
  const { sending, requests, state } = await open([]);
  state.isOver = true;
  sending.send(message(1));
  expect(requests.begun).toBe(0);
});
