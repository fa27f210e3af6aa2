import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CallToolResultSchema, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fixture, MAIN, type Place, packaged, place, serveHttp } from './gateway.ts';
import {
  connectOver,
  connectTo,
  GENERATIONS,
  type Generation,
  makeClient,
  type NewClient,
  OldClient,
  type Over,
  TOKEN,
} from './generations.ts';

const DOCUMENT = 'sallyport+everything+demo://resource/static/document/features.md';

/** `start`: the file whose making lets the late server start. */
const crowd = (start: string): Place =>
  place({
    servers: {
      everything: packaged('@modelcontextprotocol/server-everything', 'dist/index.js'),
      progress: fixture('progress'),
      waits: fixture('cancellations'),
      logs: fixture('log-lines'),
      late: fixture('slow-start', [start], { start: '2m' }),
    },
    http: { tokens: { ada: TOKEN } },
  });

interface CallOptions {
  readonly onprogress?: (told: { progress: number }) => void;
  readonly signal?: AbortSignal;
}
type Params = { name: string; arguments?: Record<string, unknown>; _meta?: Record<string, unknown> };

/** What the two generations of the SDK's client have in common, under one set of names. */
interface Driver {
  readonly client: Pick<
    NewClient,
    'listTools' | 'readResource' | 'getPrompt' | 'complete' | 'setLoggingLevel' | 'close'
  >;
  readonly call: (params: Params, options?: CallOptions) => Promise<unknown>;
  readonly logs: string[];
  /** Lets the late server start. */
  readonly startLate: () => void;
  /** Resolves with the names of a later list that holds the late server's tool. */
  readonly grown: Promise<string[]>;
}

function watch(): { grown: Promise<string[]>; listChanged: object } {
  let tell: (names: string[]) => void = () => undefined;
  const grown = new Promise<string[]>((resolve) => {
    tell = resolve;
  });
  const onChanged = (_error: Error | null, tools: { name: string }[] | null): void => {
    const names = (tools ?? []).map(({ name }) => name);
    if (names.includes('late__echo')) tell(names);
  };
  return { grown, listChanged: { tools: { onChanged } } };
}

async function connect(generation: Generation, over: Over): Promise<Driver> {
  const start = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-late-')), 'start');
  const { grown, listChanged } = watch();
  const client = makeClient(generation, { listChanged });
  const logs: string[] = [];
  const note = ({ params }: { params: { data?: unknown } }) => void logs.push(String(params.data));
  if (client instanceof OldClient) client.setNotificationHandler(LoggingMessageNotificationSchema, note);
  else client.setNotificationHandler('notifications/message', note);
  await connectTo(crowd(start), client, over);
  if (!(client instanceof OldClient)) expect(client.getProtocolEra()).toBe(generation.slice('v2 '.length));
  const call: Driver['call'] = (params, options) =>
    client instanceof OldClient
      ? client.callTool(params, CallToolResultSchema, options)
      : client.callTool(params, options);
  return { client: client as never, call, logs, grown, startLate: () => writeFileSync(start, '0') };
}

describe.each(GENERATIONS)('an SDK client, %s', (generation) => {
  it.each(['stdio', 'http'] as const)(
    'does everything through Sallyport over %s',
    { timeout: 120_000 },
    async (over) => {
      const { client, call, logs, grown, startLate } = await connect(generation, over);
      let early: string[] = [];
      const list = async (): Promise<string[]> => {
        early = (await client.listTools()).tools.map(({ name }) => name);
        return early;
      };
      // A list waits for servers that start, but not for one that a busy machine starts slowly.
      await expect
        .poll(list, { timeout: 60_000 })
        .toEqual(expect.arrayContaining(['everything__echo', 'progress__slow', 'sallyport__status']));
      expect(early).not.toContain('late__echo');

      const echoed = await call({ name: 'everything__echo', arguments: { message: 'hello' } });
      expect(echoed).toMatchObject({ content: [{ type: 'text', text: 'Echo: hello' }] });

      const read = await client.readResource({ uri: DOCUMENT });
      expect(read.contents[0]).toMatchObject({ uri: DOCUMENT, text: expect.stringContaining('Everything') });

      const args = { city: 'Bern' };
      const prompt = await client.getPrompt({ name: 'everything__args-prompt', arguments: args });
      expect(JSON.stringify(prompt.messages)).toContain('Bern');

      const { completion } = await client.complete({
        ref: { type: 'ref/prompt', name: 'everything__completable-prompt' },
        argument: { name: 'department', value: 'S' },
      });
      expect(completion.values).toEqual(['Sales', 'Support']);

      const steps: number[] = [];
      await call({ name: 'progress__slow' }, { onprogress: ({ progress }) => void steps.push(progress) });
      // SDK clients lose what comes in one chunk with the answer, also when they speak with the server directly.
      expect([1, 2, 3].slice(0, Math.max(1, steps.length))).toEqual(steps);

      const aborter = new AbortController();
      const onprogress = (): void => aborter.abort();
      await expect(call({ name: 'waits__wait' }, { onprogress, signal: aborter.signal })).rejects.toThrow(/abort/i);
      await expect
        .poll(async () => JSON.stringify(await call({ name: 'waits__cancelled' })), { timeout: 10_000 })
        .toContain('cancelled 1');

      // A modern request names its level itself; a legacy connection is told once.
      const _meta = generation === 'v2 modern' ? { 'io.modelcontextprotocol/logLevel': 'info' } : {};
      if (generation !== 'v2 modern') await client.setLoggingLevel('info');
      await call({ name: 'logs__say', _meta });
      await expect.poll(() => logs, { timeout: 10_000 }).toContain('called');

      startLate();
      expect(await grown).toContain('everything__echo');
      const late = await call({ name: 'late__echo', arguments: { here: true } });
      expect(late).toMatchObject({ content: [{ text: '{"here":true}' }] });
    },
  );
});

describe('a client over HTTP', () => {
  it('is turned away without a token and with a wrong one, in either generation', { timeout: 60_000 }, async () => {
    const { url, stop } = await serveHttp(crowd(path.join(os.tmpdir(), 'never-made')));
    onTestFinished(async () => void (await stop()));
    await expect(connectOver(new URL(url), makeClient('v1'))).rejects.toThrow(/token/);
    await expect(connectOver(new URL(url), makeClient('v2 modern'), 'wrong')).rejects.toThrow();
  });
});

const run = promisify(execFile);
const INSPECTOR = path.join(
  path.dirname(MAIN),
  '../../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js',
);

describe('MCP Inspector', () => {
  it.each(['legacy', 'modern'])('lists and calls over stdio, %s', { timeout: 120_000 }, async (protocolEra) => {
    const at = place({ servers: { echo: fixture('echo') } });
    const config = path.join(at.dir, 'inspector.json');
    const sallyport = { type: 'stdio', command: process.execPath, args: at.args, protocolEra };
    writeFileSync(config, JSON.stringify({ mcpServers: { sallyport } }));
    const inspect = async (...args: string[]): Promise<string> => {
      const all = [INSPECTOR, '--cli', '--config', config, '--server', 'sallyport', ...args, '--format', 'json'];
      return (await run(process.execPath, all, { env: { ...process.env, HOME: at.dir } })).stdout;
    };
    const listed = await inspect('--method', 'tools/list');
    expect(listed).toContain('"echo__echo"');
    expect(listed).toContain('"sallyport__status"');
    const called = await inspect('--method', 'tools/call', '--tool-name', 'echo__echo', '--tool-arg', 'message=hi');
    expect(called).toContain('hi');
    expect(called).not.toContain('"isError": true');
  });
});
