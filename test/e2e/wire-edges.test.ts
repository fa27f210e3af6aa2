import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, modernMeta, type Place, place, RawClient, sallyport, serveHttp, textOf } from './gateway.ts';

const TOKEN = 'token-of-ada-0123456789';
const AUTH = { authorization: `Bearer ${TOKEN}` };
const JSON_TYPES = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const MODERN = { 'mcp-protocol-version': '2026-07-28' };
const CALL = { name: 'books__act', arguments: { text: 'done' } };

/** A server that keeps a receipt of all that it was asked to do. */
function books(http: JsonObject = {}): { at: Place; receipts: () => string } {
  const file = path.join(place({}).dir, 'receipts.jsonl');
  const at = place({ servers: { books: fixture('receipts', [file]) }, http: { tokens: { ada: TOKEN }, ...http } });
  return { at, receipts: () => (existsSync(file) ? readFileSync(file, 'utf8') : '') };
}

async function served(at: Place) {
  const { url, stop } = await serveHttp(at);
  onTestFinished(() => void stop());
  const post = async (message: unknown, headers: Record<string, string> = {}) => {
    const body = JSON.stringify(message);
    const response = await fetch(url, { method: 'POST', headers: { ...JSON_TYPES, ...AUTH, ...headers }, body });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const begin = async (protocolVersion: string, capabilities: JsonObject = {}): Promise<Record<string, string>> => {
    const clientInfo = { name: 'raw', version: '1' };
    const hello = request(0, 'initialize', { protocolVersion, capabilities, clientInfo });
    const session = { 'mcp-session-id': (await post(hello)).headers.get('mcp-session-id') ?? '' };
    await post({ jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    return session;
  };
  return { url, post, begin };
}

const request = (id: unknown, method: string, params: JsonObject = {}) => ({ jsonrpc: '2.0', id, method, params });
const modern = (id: unknown, method: string, params: JsonObject = {}) =>
  request(id, method, { ...params, _meta: modernMeta() });

describe('a batch, which one protocol knew for three months', () => {
  const REFUSED = {
    id: null,
    error: { code: -32600, message: 'batches are not accepted: send one message at a time' },
  };
  const batches = [
    [request(1, 'tools/call', CALL)],
    [request(1, 'ping'), request(2, 'tools/call', CALL), { jsonrpc: '2.0', method: 'notifications/initialized' }],
    [],
  ];

  it('is refused over stdio in words, and nothing in it is done', async () => {
    const { at, receipts } = books();
    const client = new RawClient(at);
    const hello = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    expect((await client.send('initialize', hello)).result).toMatchObject({ protocolVersion: '2025-03-26' });
    await client.tools();
    for (const batch of batches) client.write(`${JSON.stringify(batch)}\n`);
    expect(await client.call('books__act', { text: 'alone' })).toBe('act done');
    const refusals = client.received.filter(({ error }) => error !== undefined);
    expect(refusals).toEqual(batches.map(() => ({ jsonrpc: '2.0', ...REFUSED })));
    await client.close();
    expect(receipts()).toContain('alone');
    expect(receipts()).not.toContain('done');
  });

  it('is refused over HTTP with 400, in a session of that protocol and without', async () => {
    const { at, receipts } = books();
    const { post, begin } = await served(at);
    const session = await begin('2025-03-26');
    for (const batch of batches) {
      for (const headers of [session, {}, MODERN]) {
        const { status, text } = await post(batch, headers);
        expect([status, JSON.parse(text)]).toEqual([400, { jsonrpc: '2.0', ...REFUSED }]);
      }
    }
    const [alone] = batches[0] ?? [];
    expect((await post(alone, session)).text).toContain('act done');
    expect(receipts().match(/done/g)).toHaveLength(1);
  });
});

describe('a message whose letters cannot be read', () => {
  const call = (id: number, text: string) =>
    JSON.stringify(request(id, 'tools/call', { ...CALL, arguments: { text } }));
  /** A letter of Latin-1, as a client sends it that takes it for UTF-8. */
  const broken = Buffer.from(call(7, 'caf\u00e9'), 'latin1');
  const whole = call(8, 'caf\u00e9 \ufffd');

  it('is refused over stdio under its id, and not sent on with others in their place', async () => {
    const { at, receipts } = books();
    const client = await new RawClient(at).open();
    await client.tools();
    client.child.stdin?.write(Buffer.concat([broken, Buffer.from(`\n${whole}\n`)]));
    expect((await client.until(({ id }) => id === 7)).error).toMatchObject({ code: -32700 });
    expect(textOf(await client.until(({ id }) => id === 8))).toBe('act done');
    await client.close();
    expect(receipts().match(/caf.*?"/g)).toEqual(['caf\u00e9 \ufffd"']);
  });

  it('is no answer to a question either: the server that asked is told so, and waits no longer', async () => {
    const client = await new RawClient(place({ servers: { it: fixture('asks-legacy') } })).open({ elicitation: {} });
    await client.tools();
    const called = client.call('it__name');
    const { id } = await client.until(({ method }) => method === 'elicitation/create');
    const answer = { jsonrpc: '2.0', id, result: { action: 'accept', content: { name: 'Zo\u00eb' } } };
    client.child.stdin?.write(Buffer.from(`${JSON.stringify(answer)}\n`, 'latin1'));
    expect(await called).toContain('not UTF-8');
    expect(client.received.filter((message) => message.id === id)).toHaveLength(1);
    await client.close();
  });

  it.each<[what: string, spoil: (answer: string) => Buffer | string, why: string, status?: number]>([
    ['is no text', (answer) => Buffer.from(answer, 'latin1'), 'not UTF-8'],
    ['nests too deep', (answer) => answer.replace('"Zo\u00eb"', `${'['.repeat(300)}${']'.repeat(300)}`), 'nests 303'],
    ['says a key twice', (answer) => answer.replace('"name"', '"name":"Ann","name"'), 'same key twice'],
    ['is too large', (answer) => answer.replace('Zo', 'o'.repeat(9_000)), 'limits.message', 413],
    [
      'is too large and says last whose it is',
      (answer) => {
        const { id, result } = JSON.parse(answer.replace('Zo', 'o'.repeat(99_000)));
        return JSON.stringify({ result, jsonrpc: '2.0', id });
      },
      'limits.message',
      413,
    ],
  ])('is no answer over HTTP either, nor is one that %s', async (_, spoil, why, status = 400) => {
    const limits = { message: '8KB' };
    const at = place({ servers: { it: fixture('asks-legacy') }, http: { tokens: { ada: TOKEN } }, limits });
    const { url, begin } = await served(at);
    const session = await begin('2025-11-25', { elicitation: {} });
    const headers = { ...JSON_TYPES, ...AUTH, ...session };
    const post = (body: Buffer | string) =>
      fetch(url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
    const called = await post(JSON.stringify(request(7, 'tools/call', { name: 'it__name', arguments: {} })));
    let text = '';
    let isAnswered = false;
    for await (const part of called.body ?? []) {
      text += Buffer.from(part).toString();
      const asked = text.split('\n').find((line) => line.endsWith('}') && line.includes('elicitation/create'));
      if (asked === undefined || isAnswered) continue;
      isAnswered = true;
      const { id } = JSON.parse(asked.slice('data: '.length));
      const answer = { jsonrpc: '2.0', id, result: { action: 'accept', content: { name: 'Zo\u00eb' } } };
      const refused = await post(spoil(JSON.stringify(answer)));
      expect([refused.status, await refused.text()]).toEqual([status, expect.stringContaining(why)]);
    }
    expect(text).toContain(why);
  });

  it('is refused over HTTP, and so is what is said to be packed', async () => {
    const { at, receipts } = books();
    const { url, begin } = await served(at);
    const session = await begin('2025-11-25');
    const post = async (body: Buffer | string, more: Record<string, string> = {}) => {
      const headers = { ...JSON_TYPES, ...AUTH, ...session, ...more };
      const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
      // A slow answer is a stream, whose status comes before it.
      await response.text();
      return response.status;
    };
    expect(await post(broken)).toBe(400);
    expect(await post(whole, { 'content-encoding': 'gzip' })).toBe(415);
    expect(await post(gzipSync(whole), { 'content-encoding': 'gzip' })).toBe(415);
    expect(receipts()).toBe('');
    expect(await post(whole, { 'content-encoding': 'identity' })).toBe(200);
    expect(receipts()).toContain('caf\u00e9 \ufffd');
  });
});

describe('a page in a browser', () => {
  it('is told that it may read an answer only where its origin is named, whatever it asks for', async () => {
    const issuers = [{ issuer: 'https://idp.example', audience: ['x'] }];
    const { at } = books({ origins: ['https://app.example'], auth: { issuers } });
    const { url, begin } = await served(at);
    const session = await begin('2025-11-25');
    const metadata = new URL('/.well-known/oauth-protected-resource', url);
    const origins = ['https://evil.example', 'null', 'https://app.example', new URL(url).origin];
    const asks: [string | URL, RequestInit][] = [
      [url, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }],
      [
        url,
        { method: 'POST', headers: { ...JSON_TYPES, ...AUTH, ...session }, body: JSON.stringify(request(1, 'ping')) },
      ],
      [url, { method: 'POST', headers: JSON_TYPES, body: '{}' }],
      [url, { method: 'GET', headers: AUTH }],
      [metadata, { method: 'OPTIONS' }],
      [metadata, { method: 'GET' }],
      [new URL('/elsewhere', url), { method: 'GET' }],
    ];
    const statuses = new Set<number>();
    for (const origin of origins) {
      for (const [where, init] of asks) {
        const response = await fetch(where, { ...init, headers: { ...init.headers, origin } });
        await response.text();
        statuses.add(response.status);
        const said = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
        const told = origin === 'https://app.example';
        expect(said.length > 0, `${init.method} ${where} from ${origin}`).toBe(told);
        expect(response.headers.get('access-control-allow-origin')).toBe(told ? origin : null);
      }
    }
    // Answers of every kind were looked at, those of what was let in among them.
    expect([...statuses].toSorted()).toEqual([200, 204, 401, 403, 404, 405]);
  });
});

describe('over HTTP', () => {
  it('a modern request is nobody’s session, whatever headers it brings, and a notification is taken', async () => {
    const { at } = books();
    const { post, begin } = await served(at);
    const foreign = { 'mcp-session-id': 'made-up', 'last-event-id': '0-1', ...MODERN };
    const listed = await post(modern(1, 'tools/list'), { ...foreign, 'mcp-method': 'tools/list' });
    expect(listed.status).toBe(200);
    expect(listed.headers.get('mcp-session-id')).toBeNull();
    expect(listed.text).toContain('books__act');
    const told = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1, _meta: modernMeta() } };
    const noticed = await post(told, { ...MODERN, 'mcp-method': 'notifications/cancelled' });
    expect([noticed.status, noticed.text]).toEqual([202, '']);
    // A session of the older protocol is no key to the newer one's methods, and ends by them as little.
    const session = await begin('2025-11-25');
    const discovered = await post(modern(2, 'server/discover'), {
      ...session,
      ...MODERN,
      'mcp-method': 'server/discover',
    });
    expect(JSON.parse(discovered.text).result.supportedVersions).toEqual(['2026-07-28']);
    expect((await post(request(3, 'ping'), session)).status).toBe(200);
  });

  it('of an older client the body alone counts: headers that nobody checks mislead no rule', async () => {
    const { at, receipts } = books();
    const { post, begin } = await served(at);
    const session = await begin('2025-06-18');
    const misleading = { 'mcp-method': 'tools/list', 'mcp-name': 'sallyport__status', 'mcp-param-text': 'other' };
    expect((await post(request(1, 'tools/call', CALL), { ...session, ...misleading })).text).toContain('act done');
    expect(receipts()).toContain('"text":"done"');
    const lured = await post(modern(2, 'tools/call', CALL), { ...MODERN, ...misleading });
    expect([lured.status, JSON.parse(lured.text).error.code]).toEqual([400, -32020]);
    expect(receipts().match(/done/g)).toHaveLength(1);
  });
});

describe('a completion', () => {
  const at = (): Place => place({ servers: { it: fixture('completes') } });
  const stdio = () => ({ command: process.execPath, args: [...at().args], stderr: 'ignore' as const });

  it.each(['v1', 'v2 legacy', 'v2 modern'])(
    'reaches a client (%s) with its own names and context, and with no more than a hundred values',
    { timeout: 60_000 },
    async (generation) => {
      const info = { name: 'completing', version: '1' };
      const mode = generation === 'v2 modern' ? { pin: '2026-07-28' } : ('legacy' as const);
      const client = generation === 'v1' ? new OldClient(info) : new NewClient(info, { versionNegotiation: { mode } });
      if (client instanceof OldClient) await client.connect(new OldStdio(stdio()));
      else await client.connect(new NewStdio(stdio()));
      const [prompt] = (await client.listPrompts()).prompts;
      const [template] = (await client.listResourceTemplates()).resourceTemplates;
      const complete = async (value: string, context?: { arguments: Record<string, string> }) => {
        const ref = { type: 'ref/prompt' as const, name: prompt?.name ?? '' };
        const argument = { name: 'city', value };
        return (await client.complete({ ref, argument, ...(context === undefined ? {} : { context }) })).completion;
      };
      const asked = await complete('context', { arguments: { country: 'CH' } });
      expect(asked.values).toEqual(['{"type":"ref/prompt","name":"ask"}', '{"arguments":{"country":"CH"}}']);
      const ref = { type: 'ref/resource' as const, uri: template?.uriTemplate ?? '' };
      const placed = await client.complete({ ref, argument: { name: 'name', value: 'context' } });
      expect(placed.completion.values[0]).toBe('{"type":"ref/resource","uri":"city://{name}"}');
      expect(await complete('100')).toMatchObject({ total: 100, hasMore: false });
      const many = await complete('250');
      expect(many).toMatchObject({ total: 250, hasMore: true });
      expect(many.values).toEqual(Array.from({ length: 100 }, (_, n) => `value ${n}`));
      await client.close();
    },
  );
});

it('no address that a server names is visited: icons, schemas, links, resources and pages are words', async () => {
  const visits: string[] = [];
  const trap = createServer((asked, response) => {
    visits.push(asked.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void trap.close());
  const origin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  const client = await new RawClient(place({ servers: { it: fixture('lures', [origin]) } })).open({
    elicitation: { form: {}, url: {} },
  });
  const lists: string[] = [];
  for (const kind of ['tools', 'prompts', 'resources', 'resources/templates'])
    lists.push(JSON.stringify(await client.send(`${kind}/list`, {})));
  for (const [at, word] of ['input.json', 'icon.png', 'listed', 'of/{name}'].entries())
    expect(lists[at]).toContain(`${origin}/${word}`);
  expect(JSON.stringify(await client.send('tools/call', { name: 'it__follow', arguments: { at: origin } }))).toContain(
    `${origin}/linked`,
  );
  expect(await client.call('it__page')).toContain('asked');
  await client.send('prompts/get', { name: 'it__ask' });
  // What a server lists it is asked for itself, and nobody else is.
  for (const place of ['listed', 'of/one', 'linked'])
    expect(textOf(await client.send('resources/read', { uri: `${origin}/${place}` }))).toBe('');
  expect(JSON.stringify(client.received)).toContain(`its own words for ${origin}/listed`);
  const unlisted = await client.send('resources/read', { uri: 'http://127.0.0.1:9/never' });
  expect(unlisted.error).toMatchObject({ code: -32002 });
  await client.close();
  expect(visits).toEqual([]);
});

describe('whom a request is for', () => {
  it('is told a server only where the configuration says so, and shown to who is asked about the call', async () => {
    const script = '{"jsonrpc":"2.0","id":\u001f,"result":{"content":[]}}';
    const dirs = ['told', 'untold'].map((name) => {
      const dir = path.join(place({}).dir, name);
      mkdirSync(dir);
      writeFileSync(path.join(dir, 'tools'), '[{"name":"t","inputSchema":{"type":"object"}}]');
      writeFileSync(path.join(dir, 'script'), script);
      return dir;
    });
    const [told = '', untold = ''] = dirs;
    const servers = {
      told: fixture('mirror', ['legacy', told], { baggage: true }),
      untold: fixture('mirror', ['legacy', untold]),
    };
    const _meta = { traceparent: '00-1', baggage: 'userId=ann' };
    const heard = (dir: string) => JSON.parse(readFileSync(path.join(dir, 'heard'), 'utf8')).params._meta;
    const client = await new RawClient(place({ servers })).open();
    await client.tools();
    for (const name of ['told__t', 'untold__t']) await client.send('tools/call', { name, arguments: {}, _meta });
    expect([heard(told), heard(untold)]).toEqual([_meta, { traceparent: '00-1' }]);
    await client.close();
    const rules = [{ id: 'asks', effect: 'ask', reason: 'r' }];
    const at = place({ servers, policy: { rules }, approvals: { wait: '1ms' } });
    const asked = await new RawClient(at).open();
    await asked.tools();
    for (const name of ['told__t', 'untold__t']) await asked.send('tools/call', { name, arguments: {}, _meta });
    const { out } = await sallyport(at, 'pending', '--json');
    expect(out.match(/userId=ann/g)).toHaveLength(1);
    await asked.close();
  });
});
