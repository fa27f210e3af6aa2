import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, folder, node, type Rig, ready, serveHttp, serverConfig, textOf, until } from './rig.ts';

const program = (name: string): string =>
  createRequire(import.meta.url).resolve(`@modelcontextprotocol/${name}/dist/index.js`);
const real = (name: string, args: string[] = [], more: Record<string, unknown> = {}) =>
  serverConfig({ command: process.execPath, args: [program(name), ...args], ...more });
const ends: (() => void)[] = [];

afterEach(async () => {
  await closeAll();
  for (const end of ends.splice(0)) end();
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** It takes no port of its own choice: where somebody else took the free one meanwhile, another is tried. */
async function serveEverything(): Promise<string> {
  for (;;) {
    const port = await freePort();
    const env = { ...process.env, PORT: String(port) };
    const child = spawn(process.execPath, [program('server-everything'), 'streamableHttp'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    ends.push(() => child.kill('SIGKILL'));
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until(() => said.includes('listening on port') || child.exitCode !== null, 'it listens');
    if (child.exitCode === null) return `http://127.0.0.1:${port}/mcp`;
  }
}

describe('server-everything', () => {
  test('over stdio: lists all it has, echoes, adds, tells progress', async () => {
    const { listings, say } = await ready({ all: real('server-everything') });
    const listing = listings.get('all');
    expect(listing?.tools.length).toBeGreaterThan(8);
    expect(listing?.resources.length).toBeGreaterThan(0);
    expect(listing?.resourceTemplates.length).toBeGreaterThan(0);
    expect(listing?.prompts.length).toBeGreaterThan(0);
    expect(await say(call('all', 'echo', { message: 'hi' }))).toBe('Echo: hi');
    const steps: unknown[] = [];
    const made = call(
      'all',
      'trigger-long-running-operation',
      { duration: 0.4, steps: 2 },
      { meta: { progressToken: 'p' } },
    );
    await say(made, { notify: (method, params) => steps.push([method, params.progress]) });
    expect(steps).toEqual([
      ['notifications/progress', 1],
      ['notifications/progress', 2],
    ]);
  });

  test('over streamable HTTP: the same', async () => {
    const url = await serveEverything();
    const { listings, say } = await ready({ all: serverConfig({ url }) });
    expect(listings.get('all')?.tools.length).toBeGreaterThan(8);
    expect(await say(call('all', 'echo', { message: 'hi' }))).toBe('Echo: hi');
    expect(await say(call('all', 'echo', { message: 'ho' }, { key: 'two' }))).toBe('Echo: ho');
  });
});

test('server-filesystem reads what it may and refuses the rest', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'note.txt'), 'hello');
  const { relay, say } = await ready({ files: real('server-filesystem', ['${workspace}']) }, { workspace: dir });
  expect(await say(call('files', 'read_text_file', { path: join(dir, 'note.txt') }))).toBe('hello');
  expect(await relay(call('files', 'read_text_file', { path: '/etc/hostname' }))).toMatchObject({
    kind: 'complete',
    value: { isError: true },
  });
});

test('server-memory keeps a graph for each session', async () => {
  const dir = folder();
  const config = real('server-memory', [], { env: { MEMORY_FILE_PATH: '${session.dir}.json' } });
  const { relay } = await ready({ memory: config }, { sessionDir: (of) => join(dir, of.key) });
  const entities = [{ name: 'a', entityType: 't', observations: ['o'] }];
  await relay(call('memory', 'create_entities', { entities }, { key: 'one' }));
  const graph = async (key: string): Promise<string> => textOf(await relay(call('memory', 'read_graph', {}, { key })));
  expect(JSON.parse(await graph('one')).entities).toHaveLength(1);
  expect(JSON.parse(await graph('two')).entities).toHaveLength(0);
});

const toolNames = (made: Rig): string[] => (made.listings.get('sdk')?.tools ?? []).map((tool) => JSON.parse(tool).name);

describe.each(['stdio', 'http'])('a server made with the SDK, over %s', (transport) => {
  const open = async (more: Record<string, unknown> = {}): Promise<Rig> => {
    const config =
      transport === 'stdio' ? node('sdk', [], more) : serverConfig({ url: await serveHttp('sdk', 'http'), ...more });
    return ready({ sdk: config });
  };

  // One that takes longer to start than the probe waits is greeted in the older way, on a busy machine.
  test('is found to be modern, and answers', { retry: 3 }, async () => {
    const made = await open();
    expect(made.listings.get('sdk')).toMatchObject({ protocol: '2026-07-28', serverInfo: { name: 'sdk' } });
    expect(toolNames(made)).toEqual(['echo', 'where', 'grow', 'steps', 'name', 'touch']);
    expect(await made.say(call('sdk', 'echo', { message: 'hi' }))).toBe('hi');
    expect(await made.say(call('sdk', 'where', { region: 'Zürich' }))).toBe('Zürich');
  });

  test('asks for input of a client that can give it', async () => {
    const { relay, say } = await open();
    const made = call('sdk', 'name');
    const capabilities = { elicitation: { form: {} } };
    expect(await relay(made, { capabilities })).toMatchObject({ kind: 'input_required' });
    const text = `{"name":"name","arguments":{},"inputResponses":{"name":{"action":"decline"}}}`;
    expect(await say({ ...made, text, params: JSON.parse(text) }, { capabilities })).toBe('{"action":"decline"}');
    expect(await relay(made)).toMatchObject({ kind: 'error', code: -32021 });
  });

  test('tells progress', async () => {
    const { say } = await open();
    const heard: unknown[] = [];
    const notify = (_: string, params: { readonly [key: string]: unknown }): void => void heard.push(params.progress);
    await say(call('sdk', 'steps', {}, { meta: { progressToken: 0 } }), { notify });
    expect(heard).toEqual([1, 2]);
  });
});

test('over stdio it is spoken to the old way where the configuration says so', async () => {
  const made = await ready({ sdk: node('sdk', [], { era: 'legacy' }) });
  expect(made.listings.get('sdk')?.protocol).toBe('2025-11-25');
  expect(await made.say(call('sdk', 'echo', { message: 'hi' }))).toBe('hi');
});

test('over stdio a tool that it adds is listed', async () => {
  const made = await ready({ sdk: node('sdk') });
  await made.say(call('sdk', 'grow'));
  await until(() => toolNames(made).includes('grown'), 'the new tool');
});
