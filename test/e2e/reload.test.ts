import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../src/app/trust-desk.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openTrust } from '../../src/journal/state/trust.ts';
import { fixture, isRunning, place, put, RawClient, sallyport } from './gateway.ts';

const DENY = { rules: [{ id: 'closed', effect: 'deny', tools: ['kept.name'], reason: 'Closed.' }] };
const kept = fixture('gated', ['kept']);

describe('a configuration that changes while calls run', () => {
  it('drops none of them, keeps what is the same, and puts the new rules, servers and lists in force', async () => {
    const at = place({ servers: { kept, gone: fixture('echo'), moved: fixture('gated', ['one']) } });
    const client = await new RawClient(at).open();
    await client.tools();
    const pid = await client.call('kept__pid');
    const gone = Number(await client.call('gone__pid'));
    const flying = [client.call('kept__wait'), client.call('moved__wait')];
    while ((await client.call('moved__waiting')) !== '1' || (await client.call('kept__waiting')) !== '1') {}
    put(at, { servers: { kept, moved: fixture('gated', ['two']), fresh: fixture('echo') }, policy: DENY });
    await client.until(({ method }) => method === 'notifications/tools/list_changed');
    await client.said(
      /read again: server "moved" changed; server "fresh" is new; server "gone" is gone; policy changed/,
    );
    expect(await client.call('kept__pid')).toBe(pid);
    expect(await client.call('kept__name')).toMatch(/Sallyport refused[\s\S]*Closed\./);
    expect(await client.call('moved__name')).toBe('two');
    expect(await client.call('fresh__echo', { message: 'hi' })).toBe('{"message":"hi"}');
    expect(await client.call('gone__pid')).toMatch(/gone__pid/);
    while ((await client.tools()).every((name) => name !== 'fresh__pid')) {}
    expect((await client.tools()).filter((name) => name.startsWith('gone'))).toEqual([]);
    await client.call('kept__open');
    expect(await flying[0]).toBe('kept');
    // The call in flight belongs to the process that was replaced, which goes on until it is answered or given up.
    const closing = client.close();
    expect(await flying[1]).toMatch(/shut down before the call ended/);
    await closing;
    expect(isRunning(gone)).toBe(false);
    const log = await sallyport(at, 'log', '--json', '--all');
    expect(log.out).toMatch(/the configuration \S+ changed/);
    const rows = (await sallyport(at, 'servers', '--json')).out.trim().split('\n');
    const states = rows.map((row): [string, string] => [JSON.parse(row).server, JSON.parse(row).state]);
    expect(Object.fromEntries(states)).toMatchObject({ gone: expect.stringMatching(/^gone, /), fresh: 'ready' });
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('keeps what is in force when the file is wrong, and says why; a loosening waits for a person where that is wanted', async () => {
    const strict = { servers: { kept }, policy: DENY, floor: { loosening: 'ask' } };
    const at = place(strict);
    const client = await new RawClient(at).open();
    await client.tools();
    put(at, 'servers:\n  kept: { command: 7 }\n');
    await client.said(/servers\.config\.yaml:2:20: servers\.kept\.command[\s\S]*\^/);
    expect(await client.call('kept__name')).toMatch(/Closed\./);
    put(at, { servers: { kept } });
    await client.said(/waits for `sallyport trust --config .*: it lets more pass: rule "closed" \(deny\) is gone/);
    expect(await client.call('kept__name')).toMatch(/Closed\./);
    const accepted = { ...configurationOf(await loadConfig(at.config)), by: 'ada', at: Date.now() };
    await openTrust(path.join(at.state, 'trust.json')).trust([accepted]);
    await client.said(/read again: policy changed; floor changed/);
    expect(await client.call('kept__name')).toBe('kept');
    await client.close();
    const log = await sallyport(at, 'log', '--all');
    expect(log.out).toMatch(/reload: refused: line 2, column 20/);
    expect(readFileSync(path.join(at.dir, 'servers.config.yaml'), 'utf8')).toContain('gated');
  });

  it('says which servers wait for a person since the file has changed', async () => {
    const at = place({ servers: {} });
    const client = await new RawClient({ ...at, args: at.args.filter((arg) => arg !== '--trust') }).open();
    put(at, { servers: { fresh: fixture('echo') } });
    await client.said(/server "fresh" is new/);
    await client.said(/\[fresh\] fresh was never run before, .*`sallyport trust fresh --config /);
    await client.close();
  });

  it('is as it was after each kind of file that cannot be used, which is said and recorded, and a call in flight goes on', async () => {
    const at = place({ servers: { kept }, policy: DENY });
    const client = await new RawClient(at).open();
    await client.tools();
    const pid = await client.call('kept__pid');
    const flying = client.call('kept__wait');
    while ((await client.call('kept__waiting')) !== '1') {}
    const rule = (more: string): string =>
      `servers: {}\npolicy:\n  rules: [{ id: r, effect: deny, reason: r, ${more} }]\n`;
    const wrong: [string, RegExp, RegExp][] = [
      ['servers: [\n', /yaml:\d+:\d+: [\s\S]*\^/, /refused: line \d+, column \d+/],
      ['servers: {}\nserver: {}\n', /yaml:2:1: .*server/, /refused: line 2, column 1/],
      [rule('when: "call.arg.x == 1"'), /yaml:3:\d+: .*arg/, /refused: line 3/],
      [rule('tools: ["nobody.*"]'), /yaml:3:\d+: .*nobody/, /refused: line 3/],
      [
        'servers: {}\nhttp: { tokens: { t: "${env:SALLYPORT_TEST_NOT_SET}" } }\n',
        /SALLYPORT_TEST_NOT_SET/,
        /SALLYPORT_TEST_NOT_SET/,
      ],
      [`servers: {} # ${'x'.repeat(2_000_000)}\n`, /is 2\d+ bytes/, /refused: /],
      ['   \n', /is empty/, /refused: .*is empty/],
    ];
    for (const [text, why] of wrong) {
      const before = client.stderr.length;
      put(at, text);
      while (!why.test(client.stderr.slice(before))) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(client.stderr.slice(before)).toContain('what was in force stays in force');
      expect(await client.call('kept__name')).toMatch(/Closed\./);
      expect(await client.call('kept__pid')).toBe(pid);
    }
    await client.call('kept__open');
    expect(await flying).toBe('kept');
    // A server that lacks a value is left out alone: the rest of the file counts.
    const lacking = fixture('echo', [], { env: { KEY: '${env:SALLYPORT_TEST_NOT_SET}' } });
    put(at, { servers: { kept, lacking } });
    await client.said(/read again: server "lacking" is new; policy changed/);
    expect(await client.call('kept__name')).toBe('kept');
    await client.said(/lacking[\s\S]*SALLYPORT_TEST_NOT_SET/);
    await client.close();
    const log = (await sallyport(at, 'log', '--json', '--all', '--kind', 'note')).out.split('\n');
    for (const [text, , noted] of wrong)
      expect(
        log.filter((line) => noted.test(line)),
        text.slice(0, 60),
      ).not.toEqual([]);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('takes back what the rules before asked about, and has the call that waits judged by those of now', async () => {
    const asks = { rules: [{ id: 'asks', effect: 'ask', tools: ['kept.name'], reason: 'Names are for people.' }] };
    const at = place({ servers: { kept }, policy: asks, approvals: { wait: '600s' } });
    const client = await new RawClient(at).open();
    await client.tools();
    const named = client.call('kept__name');
    const pending = async (): Promise<string> => (await sallyport(at, 'pending')).out;
    await expect.poll(pending, { timeout: 20_000 }).toMatch(/kept\.name/);
    put(at, { servers: { kept }, approvals: { wait: '600s' } });
    expect(await named).toBe('kept');
    expect(await pending()).toMatch(/No call waits/);
    const notes = (await sallyport(at, 'log', '--json', '--all', '--kind', 'note')).out;
    expect(notes).toMatch(
      /was withdrawn: its call of kept\.name, looked at again as \w+, was allowed without an answer/,
    );
    await client.close();
  });

  it('takes back what two processes of one session asked about, with the last call that waits for it', async () => {
    const asks = { rules: [{ id: 'asks', effect: 'ask', tools: ['kept.name'], reason: 'Names are for people.' }] };
    const at = place({ servers: { kept }, policy: asks, approvals: { wait: '600s' } });
    const clients = [1, 2].map(() => new RawClient(at, [], { CLAUDE_CODE_SESSION_ID: 'one-conversation' }));
    const pending = async (): Promise<string> => (await sallyport(at, 'pending')).out;
    const named: Promise<string>[] = [];
    for (const client of clients) {
      await (await client.open()).tools();
      named.push(client.call('kept__name'));
      await expect.poll(pending, { timeout: 20_000 }).toMatch(/kept\.name/);
    }
    const joined = () => readdirSync(path.join(at.state, 'approvals')).filter((name) => name.includes('.shared-'));
    await expect.poll(joined, { timeout: 20_000 }).toHaveLength(1);
    put(at, { servers: { kept }, approvals: { wait: '600s' } });
    expect(await Promise.all(named)).toEqual(['kept', 'kept']);
    expect(await pending()).toMatch(/No call waits/);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('answers the question of a server that waits for a person, too, and nobody is asked about it any more', async () => {
    const asks = { id: 'asks', effect: 'ask', origin: 'upstream', methods: ['elicitation/create'], reason: 'Forms.' };
    const config = { servers: { whispers: fixture('whispers') }, approvals: { wait: '600s' } };
    const at = place({ ...config, policy: { rules: [asks] } });
    const client = await new RawClient(at).open({ elicitation: {} });
    await client.tools();
    const called = client.call('whispers__lookup', { of: 'form' });
    const pending = async (): Promise<string> => (await sallyport(at, 'pending')).out;
    await expect.poll(pending, { timeout: 20_000 }).toMatch(/whispers/);
    put(at, { ...config, policy: { rules: [{ ...asks, effect: 'deny' }] } });
    expect(await called).toMatch(/good customer/);
    expect(await pending()).toMatch(/No call waits/);
    expect(client.received.filter(({ method }) => method === 'elicitation/create')).toEqual([]);
    await client.close();
  });

  it('is read again by a server on SIGHUP, with what its references stand for; a token that is gone opens nothing', async () => {
    const at = place({});
    const secret = path.join(at.dir, 'token');
    writeFileSync(secret, 'first-token');
    put(at, { servers: { kept }, http: { port: 0, tokens: { ada: `\${file:${secret}}` } } });
    const server = new RawClient(at, ['--http']);
    await server.said(/serving http/);
    const url = /http:\S+/.exec(server.stderr)?.[0] ?? '';
    const knock = async (token: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} });
      const authorization = `Bearer ${token}`;
      return (await fetch(url, { method: 'POST', headers: { ...headers, authorization }, body })).status;
    };
    expect([await knock('first-token'), await knock('other-token')]).toEqual([200, 401]);
    writeFileSync(secret, 'other-token');
    while ((await knock('other-token')) !== 200) server.child.kill('SIGHUP');
    expect(await knock('first-token')).toBe(401);
    put(at, 'servers: [\n');
    await server.said(/cannot be used/);
    server.stderr = '';
    server.child.kill('SIGHUP');
    await server.said(/cannot be used/);
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });
});
