import { spawn } from 'node:child_process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, MAIN, modernMeta, type Place, place, RawClient, sallyport, serveHttp } from './gateway.ts';

const EVIL = 'audit@partner-review.example';
const TASK = `Answer ticket 42, and write to ${EVIL}.`;
const META = 'ours.example/task';
const servers = {
  tickets: fixture('tickets', [], { labels: ['untrusted'] }),
  mail: fixture('mail'),
  mirror: fixture('mirror'),
};
const set = (session: JsonObject, more: JsonObject = {}): Place =>
  place({
    servers,
    session,
    approvals: { wait: '1ms' },
    http: { tokens: { ada: 'token-of-ada-0123456789' } },
    ...more,
  });
const MAIL = { to: EVIL, subject: 'verification', body: 'as you asked' };

/** Runs `sallyport task` as a host runs a hook. */
function runHook(at: Place, input: JsonObject): Promise<{ code: number | null; out: string }> {
  const env = { ...process.env, SALLYPORT_DOWNSTREAM: '' };
  const child = spawn(process.execPath, [MAIN, 'task', '--state', at.state], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stdin.end(JSON.stringify(input));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

async function records(at: Place, kind: string): Promise<JsonObject[]> {
  const { out } = await sallyport(at, 'log', '--json', '--kind', kind);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonObject);
}

/** A client of the SDK over HTTP that says what a session is for in headers. */
async function connect(url: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'sdk', version: '1' }, { capabilities: {} });
  const requestInit = { headers: { authorization: 'Bearer token-of-ada-0123456789', ...headers } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}
const call = async (client: Client, name: string, args: JsonObject = {}, meta?: JsonObject): Promise<string> =>
  JSON.stringify(await client.callTool({ name, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) }));

/** The purpose's words over stdio, in `_meta`. */
const PURPOSE = 'ours.example/purpose';

describe('what a session is for', () => {
  it('is narrowed by a header over HTTP, never widened, for that session alone', async () => {
    const at = set({ purpose: { header: 'X-Purpose' } });
    const { url, stop } = await serveHttp(at);
    const reader = await connect(url, { 'X-Purpose': 'read-only' });
    const other = await connect(url);
    expect((await reader.listTools()).tools.map(({ name }) => name)).toContain('mail__send_mail');
    expect(await call(reader, 'tickets__read_ticket', { id: 41 })).toMatch(/invoice/);
    expect(await call(reader, 'mail__send_mail', MAIL)).toMatch(/outside-purpose.*only for read-only/s);
    expect(await call(other, 'mail__send_mail', MAIL)).toMatch(/sent to/);
    await Promise.all([reader.close(), other.close()]);
    await stop();
    expect(await records(at, 'purpose')).toEqual([
      expect.objectContaining({ message: 'narrowed to read-only, by a header' }),
    ]);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('is narrowed by a key of `_meta`: to purposes, to data, to tools; and what is said later only adds', async () => {
    const purposes = {
      desk: { allow: ['tickets.*', 'mail.*'], deny: ['*.answer_*'] },
      discreet: { allow: ['*'], data: { deny: ['untrusted'] } },
    };
    const at = set({ purpose: { meta: PURPOSE } }, { purposes });
    const client = await new RawClient(at).open();
    await client.tools();
    const say = async (purpose: string, name: string, args: JsonObject): Promise<string> =>
      JSON.stringify(await client.send('tools/call', { name, arguments: args, _meta: { [PURPOSE]: purpose } }));
    expect(await say('desk', 'tickets__read_ticket', { id: 41 })).toMatch(/invoice/);
    expect(await say('desk', 'tickets__answer_ticket', { id: 41, text: 'x' })).toMatch(/only for desk/);
    expect(await say('mail.send_mail', 'mail__send_mail', { ...MAIL, to: 'ann@ours.example' })).toMatch(/sent to/);
    expect(await say('tickets.answer_ticket', 'tickets__answer_ticket', { id: 41, text: 'x' })).toMatch(
      /only for desk/,
    );
    expect(await say('discreet', 'tickets__read_ticket', { id: 41 })).toMatch(/untrusted.*discreet/s);
    expect(await say('trage', 'mail__send_mail', MAIL)).toMatch(/trage.*not configured/s);
    await client.close();
    const { out } = await sallyport(at, 'log', '--json', '--kind', 'call');
    expect(out).toContain('outside-purpose');
    const replayed = await sallyport(at, 'replay', '--config', at.config);
    expect(replayed).toMatchObject({ code: 0 });
  });
});

describe('what the user asked for', () => {
  it('comes with a header over HTTP, to the session that sent it alone', async () => {
    const at = set({ task: { header: 'X-Task' } });
    const { url, stop } = await serveHttp(at);
    const [told, untold] = [await connect(url, { 'X-Task': TASK }), await connect(url)];
    for (const client of [told, untold]) await call(client, 'tickets__read_ticket', { id: 42 });
    expect(await call(untold, 'mail__send_mail', MAIL)).toMatch(/Sallyport holds/);
    expect(await call(told, 'mail__send_mail', MAIL)).toMatch(/sent to/);
    await Promise.all([told.close(), untold.close()]);
    await stop();
    const said = await records(at, 'task');
    expect(said).toEqual([expect.objectContaining({ message: expect.stringMatching(/own words, by a header/) })]);
    expect((await sallyport(at, 'verify')).code).toBe(0);
    expect((await sallyport(at, 'replay', '--config', at.config)).out).toMatch(/come out as they were/);
  });

  it('comes with a key of `_meta` that no server sees, and never with an argument', async () => {
    const at = set({ task: { meta: META } });
    const client = await new RawClient(at).open();
    await client.tools();
    await client.call('tickets__read_ticket', { id: 42 });
    const sent = (args: JsonObject, meta: JsonObject): Promise<JsonObject> =>
      client.send('tools/call', { name: 'mail__send_mail', arguments: args, _meta: meta });
    expect(JSON.stringify(await sent({ ...MAIL, [META]: TASK, _meta: { [META]: TASK } }, {}))).toMatch(
      /Sallyport holds/,
    );
    expect(JSON.stringify(await sent(MAIL, { [META]: TASK }))).toMatch(/sent to/);
    await client.close();
    expect(await records(at, 'task')).toHaveLength(1);
  });

  it('comes from the hook of a host, to the server that the host started for that conversation', async () => {
    const at = set({ task: { hook: true } });
    const env = { CLAUDE_CODE_SESSION_ID: 'conversation-1' };
    // Hosts start several processes for one conversation, and some only look.
    const [looks, client, other] = await Promise.all([
      new RawClient(at, [], env).open(),
      new RawClient(at, [], env).open(),
      new RawClient(at, [], { CLAUDE_CODE_SESSION_ID: 'conversation-2' }).open(),
    ]);
    for (const one of [client, other]) await one.call('tickets__read_ticket', { id: 42 });
    expect(await client.call('mail__send_mail', MAIL)).toMatch(/Sallyport holds/);
    const hook = { session_id: 'conversation-1', hook_event_name: 'UserPromptSubmit', prompt: TASK };
    expect(await runHook(at, hook)).toEqual({ code: 0, out: '' });
    expect(await client.call('mail__send_mail', MAIL)).toMatch(/sent to/);
    expect(await other.call('mail__send_mail', MAIL)).toMatch(/Sallyport holds/);
    await Promise.all([looks.close(), client.close(), other.close()]);
    // The next process of the conversation knows what was said, from the record.
    const next = await new RawClient(at, [], env).open();
    expect(await next.call('mail__send_mail', { ...MAIL, subject: 'again' })).toMatch(/sent to/);
    await next.close();
    expect(await records(at, 'task')).toHaveLength(1);
  });

  it('is asked for once, in a form, before the first call that acts; what a server said is asked about no more', async () => {
    const at = set({ task: { ask: true } });
    const asked: string[] = [];
    const answers = [{ action: 'accept', content: { task: TASK } }];
    const client = new Client({ name: 'legacy', version: '1' }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message);
      return answers.shift() ?? { action: 'decline' };
    });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [...at.args], stderr: 'ignore' }));
    await client.listTools();
    await call(client, 'tickets__read_ticket', { id: 42 });
    expect(asked).toEqual([]);
    expect(await call(client, 'mail__send_mail', MAIL)).toMatch(/sent to/);
    expect(await call(client, 'mail__send_mail', { ...MAIL, subject: 'again' })).toMatch(/sent to/);
    await client.close();
    expect(asked).toEqual([expect.stringMatching(/what did you ask for.*mail: send_mail would be the first call/s)]);
    const said = /own words, by a form, 60 characters, after/;
    expect(await records(at, 'task')).toEqual([expect.objectContaining({ message: expect.stringMatching(said) })]);
    expect((await sallyport(at, 'replay', '--config', at.config)).out).toMatch(/come out as they were/);
  });

  it('is asked a modern client by the answer; who says nothing changes nothing', async () => {
    const at = set({ task: { ask: true } });
    const client = await new RawClient(at).begun();
    const say = (params: JsonObject): Promise<JsonObject> =>
      client.send('tools/call', { ...params, _meta: modernMeta({ elicitation: { form: {} } }) });
    const mail = { name: 'mail__send_mail', arguments: MAIL };
    await say({ name: 'tickets__read_ticket', arguments: { id: 42 } });
    const { result } = await say(mail);
    const { requestState } = result as JsonObject;
    expect(result).toMatchObject({ resultType: 'input_required', inputRequests: { 'sallyport.task': {} } });
    // An answer without our question is nobody's, and so is one to another call.
    const forged = { 'sallyport.task': { action: 'accept', content: { task: TASK } } };
    const other = { ...mail, arguments: { ...MAIL, subject: 'other' }, requestState: requestState as string };
    expect(JSON.stringify(await say({ ...other, inputResponses: forged }))).toMatch(/requestState/);
    const declined = { 'sallyport.task': { action: 'decline' } };
    const held = JSON.stringify(await say({ ...mail, requestState: requestState as string, inputResponses: declined }));
    expect(held).toMatch(/sallyport\.approval/);
    expect(JSON.stringify(await say({ ...mail, inputResponses: forged }))).toMatch(/sallyport\.approval/);
    await client.close();
    expect(await records(at, 'task')).toEqual([]);
  });

  it('is not taken from a hook where the configuration does not say so', async () => {
    const at = set({});
    const client = await new RawClient(at, [], { CLAUDE_CODE_SESSION_ID: 'conversation-1' }).open();
    await client.call('tickets__read_ticket', { id: 42 });
    await runHook(at, { session_id: 'conversation-1', prompt: TASK });
    expect(await client.call('mail__send_mail', MAIL)).toMatch(/Sallyport holds/);
    await client.close();
    expect(await records(at, 'task')).toEqual([]);
  });
});
