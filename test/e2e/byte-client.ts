import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import type { Place } from './gateway.ts';
import type { Era } from './odd-payloads.ts';

/** Everything that comes while one request runs, to the letter; the answer is the last. */
export interface ByteClient {
  /** `id` is the JSON text of the request's id; `name` the tool, prompt or address, for the header that repeats it. */
  ask(id: string, method: string, params: string, name?: string): Promise<string[]>;
  /** Sends a request whose answer nobody waits for; what comes of it comes with the next answer. Over stdio only. */
  tell(id: string, method: string, params: string): void;
  close(): Promise<void>;
}

const request = (id: string, method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`;
const HELLO = '{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bytes","version":"1"}}';
const INITIALIZED = '{"jsonrpc":"2.0","method":"notifications/initialized"}';
/** What is told unasked is no part of an answer. */
const isNews = (text: string): boolean => /^\{"jsonrpc":"2\.0","method":"notifications\/\w+\/list_changed"/.test(text);

/** A client over stdio, in whatever era its requests speak. */
export async function overStdio(at: Place): Promise<ByteClient> {
  const child = spawn(process.execPath, [...at.args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let parts: Buffer[] = [];
  let heard: string[] = [];
  let waiting: { head: string; done: (all: string[]) => void } | undefined;
  const take = (text: string): void => {
    if (isNews(text)) return;
    heard.push(text);
    if (waiting === undefined || !text.startsWith(waiting.head)) return;
    const { done } = waiting;
    const all = heard;
    waiting = undefined;
    heard = [];
    done(all);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      start = end + 1;
      const line = Buffer.concat(parts).toString();
      parts = [];
      take(line);
    }
    parts.push(chunk.subarray(start));
  });
  const tell: ByteClient['tell'] = (id, method, params) =>
    void child.stdin.write(`${request(id, method, params).replaceAll(/[\r\n]+/g, ' ')}\n`);
  const ask: ByteClient['ask'] = (id, method, params) =>
    new Promise((resolve) => {
      waiting = { head: `{"jsonrpc":"2.0","id":${id},`, done: resolve };
      tell(id, method, params);
    });
  await ask('"hello"', 'initialize', HELLO);
  child.stdin.write(`${INITIALIZED}\n`);
  return { ask, tell, close: () => ended(child, () => child.stdin.end()) };
}

/** A Sallyport that serves HTTP, and how to speak to it in either era. */
export async function overHttp(
  at: Place,
  token: string,
): Promise<{ open(era: Era): Promise<ByteClient>; close(): Promise<void> }> {
  const child = spawn(process.execPath, [...at.args, '--http', '--port', '0'], { stdio: ['pipe', 'ignore', 'pipe'] });
  const url = await new Promise<string>((resolve) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /serving (\S+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
  });
  const agent = new http.Agent({ keepAlive: true });
  const post = (body: string, headers: http.OutgoingHttpHeaders): Promise<{ session: unknown; texts: string[] }> =>
    new Promise((resolve, reject) => {
      const all = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      };
      const sent = http.request(url, { method: 'POST', agent, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isStream = response.headers['content-type'] === 'text/event-stream';
          resolve({ session: response.headers['mcp-session-id'], texts: isStream ? dataOf(text) : [text] });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    async open(era) {
      let fixed: http.OutgoingHttpHeaders = { 'mcp-protocol-version': '2026-07-28' };
      if (era === 'legacy') {
        const { session } = await post(request('"hello"', 'initialize', HELLO), {});
        fixed = { 'mcp-session-id': String(session) };
        await post(INITIALIZED, fixed);
      }
      return {
        async ask(id, method, params, name) {
          const named: http.OutgoingHttpHeaders = name === undefined ? {} : { 'mcp-name': name };
          const headers = era === 'legacy' ? fixed : { ...fixed, ...named, 'mcp-method': method };
          return (await post(request(id, method, params), headers)).texts;
        },
        tell: () => {
          throw new Error('over HTTP every answer is waited for');
        },
        close: async () => {},
      };
    },
    close: () => {
      agent.destroy();
      return ended(child, () => child.kill('SIGTERM'));
    },
  };
}

/** The data of a stream's events; ours have one line of it each. */
const dataOf = (text: string): string[] =>
  text.split('\n\n').flatMap((event) => {
    const line = event.split('\n').find((one) => one.startsWith('data: '));
    return line === undefined ? [] : [line.slice('data: '.length)];
  });

function ended(child: ChildProcess, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    end();
  });
}
