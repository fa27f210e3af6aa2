import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, type Place, packaged, place, RawClient, sallyport, textOf } from './gateway.ts';

const CANARY = 'canary-4711-zebra';
const KEY = 'test.example/session';
const memory = {
  ...packaged('@modelcontextprotocol/server-memory', 'dist/index.js'),
  env: { MEMORY_FILE_PATH: '${session.dir}/memory.json' },
};

/** A client over HTTP: its own connection, its own token. */
async function connect(url: string, token: string): Promise<{ client: Client; logs: string[] }> {
  const client = new Client({ name: token, version: '1' }, { capabilities: {} });
  const logs: string[] = [];
  client.setNotificationHandler(
    LoggingMessageNotificationSchema,
    ({ params }) => void logs.push(JSON.stringify(params)),
  );
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  return { client, logs };
}

async function call(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
  session?: string,
): Promise<string> {
  const _meta = session === undefined ? {} : { _meta: { [KEY]: session } };
  return JSON.stringify(await client.callTool({ name, arguments: args, ..._meta }));
}

let at: Place;
let server: RawClient;
let url = '';

beforeAll(async () => {
  at = place({
    servers: {
      memory,
      logs: fixture('log-lines'),
      shared: fixture('log-lines', [], { isolation: 'shared' }),
      mail: fixture('receipts', ['/dev/null'], { tools: { send: { powers: ['external'] } } }),
    },
    session: { meta: KEY },
    http: { tokens: { ada: 'token-of-ada-0123456789', bob: 'token-of-bob-0123456789' } },
    policy: { rules: [{ id: 'asks', tools: ['mail.send'], effect: 'ask', reason: 'Mail leaves.' }] },
    approvals: { wait: '1ms' },
  });
  server = new RawClient(at, ['--http', '--port', '0']);
  while (!/(http:\/\/\S+)/.test(server.stderr)) await new Promise((resolve) => setTimeout(resolve, 20));
  url = /(http:\/\/\S+)/.exec(server.stderr)?.[1] ?? '';
});

afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.exited;
});

const entity = { entities: [{ name: CANARY, entityType: 'thing', observations: [CANARY] }] };

describe('a session sees nothing of another', () => {
  it('not what its servers remember, over separate connections', async () => {
    const [ada, bob] = await Promise.all([
      connect(url, 'token-of-ada-0123456789'),
      connect(url, 'token-of-bob-0123456789'),
    ]);
    await call(ada.client, 'memory__create_entities', entity);
    expect(await call(ada.client, 'memory__read_graph')).toContain(CANARY);
    expect(await call(bob.client, 'memory__read_graph')).not.toContain(CANARY);
    // Another connection of the same principal is another session too.
    const again = await connect(url, 'token-of-ada-0123456789');
    expect(await call(again.client, 'memory__read_graph')).not.toContain(CANARY);
    await Promise.all([ada, bob, again].map(({ client }) => client.close()));
  });

  it('not by naming its key: a key is worth something only together with its principal', async () => {
    const [ada, bob] = await Promise.all([
      connect(url, 'token-of-ada-0123456789'),
      connect(url, 'token-of-bob-0123456789'),
    ]);
    await call(ada.client, 'memory__create_entities', entity, 'run-1');
    expect(await call(ada.client, 'memory__read_graph', {}, 'run-1')).toContain(CANARY);
    expect(await call(ada.client, 'memory__read_graph', {}, 'run-2')).not.toContain(CANARY);
    expect(await call(bob.client, 'memory__read_graph', {}, 'run-1')).not.toContain(CANARY);
    await Promise.all([ada, bob].map(({ client }) => client.close()));
  });

  it('not by taking over its transport session', async () => {
    const ada = await connect(url, 'token-of-ada-0123456789');
    const stolen = (ada.client.transport as StreamableHTTPClientTransport).sessionId ?? '';
    const headers = {
      authorization: 'Bearer token-of-bob-0123456789',
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': stolen,
    };
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'memory__read_graph', arguments: {} },
    });
    const response = await fetch(url, { method: 'POST', headers, body });
    expect(stolen).not.toBe('');
    expect(response.status).toBe(404);
    await ada.client.close();
  });

  it('not its logs', async () => {
    const [ada, bob] = await Promise.all([
      connect(url, 'token-of-ada-0123456789'),
      connect(url, 'token-of-bob-0123456789'),
    ]);
    await Promise.all([ada, bob].map(({ client }) => client.setLoggingLevel('debug')));
    await call(ada.client, 'logs__say');
    await expect.poll(() => ada.logs).toHaveLength(1);
    await call(bob.client, 'logs__say');
    await expect.poll(() => bob.logs.length).toBeGreaterThan(0);
    expect([ada.logs, bob.logs].map(({ length }) => length)).toEqual([1, 1]);
    await Promise.all([ada, bob].map(({ client }) => client.close()));
  });

  it('not its level, where both have one server behind', async () => {
    const [ada, bob] = await Promise.all([
      connect(url, 'token-of-ada-0123456789'),
      connect(url, 'token-of-bob-0123456789'),
    ]);
    await ada.client.setLoggingLevel('debug');
    await bob.client.setLoggingLevel('error');
    for (const { client } of [ada, bob, ada]) await call(client, 'shared__say');
    await expect.poll(() => ada.logs).toHaveLength(2);
    await bob.client.setLoggingLevel('info');
    await ada.client.setLoggingLevel('warning');
    for (const { client } of [ada, bob]) await call(client, 'shared__say');
    await expect.poll(() => bob.logs).toHaveLength(1);
    expect(ada.logs).toHaveLength(2);
    await Promise.all([ada, bob].map(({ client }) => client.close()));
  });

  it('not its held calls', async () => {
    const [ada, bob] = await Promise.all([
      connect(url, 'token-of-ada-0123456789'),
      connect(url, 'token-of-bob-0123456789'),
    ]);
    const held = await call(ada.client, 'mail__send', { to: 'x@y.example', body: CANARY });
    const id = /sallyport approve (\w+)/.exec(held)?.[1] ?? '';
    expect(id).not.toBe('');
    expect(await call(ada.client, 'sallyport__status')).toContain(id);
    expect(await call(bob.client, 'sallyport__status')).not.toContain(id);
    const resumed = await call(bob.client, 'sallyport__resume', { id });
    expect(resumed).not.toContain(CANARY);
    expect(resumed).toContain('No held call');
    await Promise.all([ada, bob].map(({ client }) => client.close()));
  });

  it('and nobody gets in without a token', async () => {
    await expect(connect(url, 'no-such-token')).rejects.toThrow(/this token is not known here/);
  });
});

it('tells of a value that one session has read and another uses, without a question where that is only recorded', async () => {
  const crm = fixture('crm');
  const asked = async (packs: string[]): Promise<{ other: string; own: string; log: string }> => {
    const here = place({
      servers: { crm, mail: fixture('mail') },
      session: { meta: KEY },
      policy: { packs },
      approvals: { wait: '1ms' },
    });
    const client = await new RawClient(here).open();
    await client.tools();
    const say = async (session: string, name: string, args: Record<string, string>): Promise<string> =>
      textOf(await client.send('tools/call', { name, arguments: args, _meta: { [KEY]: session } }));
    await say('one', 'crm__search_contacts', { query: 'Keller' });
    const mail = { to: 'maria.keller@nordwind.example', subject: 's', body: 'b' };
    const other = await say('two', 'mail__send_mail', mail);
    const own = await say('one', 'mail__send_mail', mail);
    await client.close();
    const { out } = await sallyport(here, 'replay', '--config', here.config);
    expect(out).toMatch(/come out as they were/);
    return { other, own, log: (await sallyport(here, 'log', '--json', '--kind', 'call')).out };
  };
  const quiet = await asked(['recommended']);
  expect(quiet.other).toMatch(/sent to/);
  const strict = await asked(['strict']);
  expect(strict.other).toMatch(/value-of-another-session/);
  expect(strict.own).not.toMatch(/value-of-another-session/);
});
