import { createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type HttpOptions, serveHttp } from '../../src/downstream/http.ts';
import { type StdioOptions, StdioServing } from '../../src/downstream/stdio.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { frontOptions, modernMeta, type Stand, until } from './stand.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
type Message = any;

/** A stdio server fed by hand, line by line. */
export function openLines(stand: Stand, config: object = {}, more: Partial<StdioOptions> = {}) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const received: Message[] = [];
  let rest = '';
  let raw = '';
  stdout.on('data', (chunk: Buffer) => {
    raw += chunk;
    rest += chunk;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) received.push(JSON.parse(line));
  });
  const { closed } = new StdioServing({ ...frontOptions(stand, config), stdin, stdout, env: {}, ...more });
  const send = (message: object | string): void => {
    stdin.write(`${typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const find = async (matches: (message: Message) => boolean): Promise<Message> => {
    await until(() => received.some(matches));
    return received.find(matches);
  };
  let count = 1000;
  const ask = (method: string, params: JsonObject = {}, id: string | number = ++count): Promise<Message> => {
    send({ id, method, params });
    return find((message) => message.id === id && message.method === undefined);
  };
  const askModern = (method: string, params: JsonObject = {}, capabilities: JsonObject = {}, more: JsonObject = {}) =>
    ask(method, { ...params, _meta: modernMeta(capabilities, more) });
  const initialize = async (capabilities: JsonObject = {}): Promise<Message> => {
    const answer = await ask('initialize', {
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { name: 'tester', version: '1' },
    });
    send({ method: 'notifications/initialized' });
    return answer;
  };
  onTestFinished(() => void stdin.end());
  return { stdin, stdout, received, raw: () => raw, send, find, ask, askModern, initialize, closed };
}

/** How a real client starts us: a program behind real pipes. */
export async function openProgram(stand: Stand, more: Partial<StdioOptions> = {}) {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    const { closed } = new StdioServing({ ...frontOptions(stand), stdin: socket, stdout: socket, env: {}, ...more });
    void closed.then(() => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { command: process.execPath, args: [fileURLToPath(new URL('pipe.mjs', import.meta.url)), String(port)] };
}

/** A real HTTP server on a free port. */
export async function openHttp(stand: Stand, config: object = {}, more: Partial<HttpOptions> = {}) {
  const server = await serveHttp({
    ...frontOptions(stand, config),
    host: '127.0.0.1',
    port: 0,
    path: '/mcp',
    hosts: [],
    origins: [],
    tokens: {},
    allowAnonymous: true,
    ...more,
  });
  onTestFinished(() => server.close(0));
  const post = (message: object | string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
  const modern = (
    method: string,
    params: JsonObject = {},
    capabilities: JsonObject = {},
    headers: Record<string, string> = {},
  ) => {
    const name = params.name ?? params.uri;
    return post(
      { id: 1, method, params: { ...params, _meta: modernMeta(capabilities) } },
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
        ...headers,
      },
    );
  };
  const initialize = async (capabilities: JsonObject = {}, headers: Record<string, string> = {}): Promise<string> => {
    const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'tester', version: '1' } };
    const response = await post({ id: 0, method: 'initialize', params }, headers);
    await response.text();
    return response.headers.get('mcp-session-id') ?? '';
  };
  const { url } = server;
  const close = (ms: number): Promise<void> => server.close(ms);
  return { server, url, close, post, modern, initialize };
}

/** The one message of a JSON answer. */
export const messageOf = async (response: Response): Promise<Message> => JSON.parse(await response.text());

/** The messages of a stream, as they arrive. */
export async function* events(response: Response): AsyncGenerator<Message> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) yield JSON.parse(data.slice(6));
    }
  }
}
