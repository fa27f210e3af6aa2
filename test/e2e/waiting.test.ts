import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenApprovals, openApprovals } from '../../src/journal/state/approvals.ts';
import { addToken } from '../../src/journal/state/token-store.ts';
import type { Hold } from '../../src/model/approval.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, modernMeta, type Place, place, put, RawClient, sallyport, serveHttp, textOf } from './gateway.ts';

const MAIL = { to: 'x@y.example', body: 'hello' };
const ASKS = { rules: [{ id: 'asks', tools: ['mail.*'], effect: 'ask', reason: 'Mail leaves the house.' }] };
const PATIENT = { policy: ASKS, approvals: { wait: '5m' } };

/** A place whose mail server keeps what reaches it. */
function mailing(): { at: Place; mail: ReturnType<typeof fixture>; sent: () => string } {
  const at = place({});
  const file = path.join(at.dir, 'receipts.jsonl');
  return { at, mail: fixture('receipts', [file]), sent: () => (existsSync(file) ? readFileSync(file, 'utf8') : '') };
}

/** The approvals of a Sallyport that runs, and the next call that waits there. */
function deskOf(at: Place): { approvals: OpenApprovals; next: (but?: Hold) => Promise<Hold> } {
  const approvals = openApprovals(path.join(at.state, 'approvals'));
  onTestFinished(() => approvals.close());
  const next = async (but?: Hold): Promise<Hold> => {
    for (;;) {
      const [found] = (await approvals.pending()).filter(({ id }) => id !== but?.id);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { approvals, next };
}

const yes = (approvals: OpenApprovals, { id, binding }: Hold): Promise<boolean> =>
  approvals.answer({ hold: id, binding, answer: 'approve', door: 'terminal', by: 'ada', at: Date.now() });

describe('while a call waits for a person', () => {
  it('a command of theirs is told of it, once they have let it run', { timeout: 60_000 }, async () => {
    const { at, mail } = mailing();
    const tell = "require('node:fs').appendFileSync('told', require('node:fs').readFileSync(0))";
    const notify = [process.execPath, '-e', tell];
    put(at, { servers: { mail }, policy: ASKS, approvals: { wait: '0s', notify } });
    const client = await new RawClient(at).open();
    await client.tools();
    const held = await client.call('mail__send', MAIL);
    const told = path.join(at.dir, 'told');
    await expect
      .poll(() => existsSync(told) && readFileSync(told, 'utf8').endsWith('\n'), { timeout: 30_000 })
      .toBe(true);
    const { id, why, answer } = JSON.parse(readFileSync(told, 'utf8'));
    expect(held).toContain(id);
    expect(why).toEqual(['Mail leaves the house.']);
    expect(answer).toBe(`sallyport approve ${id} --state ${at.state}`);
    // The same call waits for the same answer: of that somebody was told.
    await client.call('mail__send', MAIL);
    const trusted = JSON.parse(
      `[${(await sallyport(at, 'trust', '--list', '--json')).out.trim().split('\n').join(',')}]`,
    );
    expect(trusted).toContainEqual(expect.objectContaining({ name: 'approvals.notify', trusted: true }));
    await client.close();
    expect(readFileSync(told, 'utf8').split('\n')).toHaveLength(2);
  });

  it('its token is revoked: it is refused, and the yes counts once its caller is let in again', {
    timeout: 60_000,
  }, async () => {
    const { at, mail, sent } = mailing();
    put(at, { servers: { mail }, ...PATIENT });
    const tokens = path.join(at.state, 'tokens');
    mkdirSync(tokens, { recursive: true, mode: 0o700 });
    const add = async () => String(await addToken(tokens, { name: 'phone', by: 'ada', at: Date.now() }));
    const first = await add();
    const { url, stop } = await serveHttp(at);
    const { approvals, next } = deskOf(at);
    const post = async (token: string, method: string, params: object) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        'mcp-name': 'mail__send',
      };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta() } });
      return fetch(url, { method: 'POST', headers, body });
    };
    const call = async (token: string) => {
      const answer = await post(token, 'tools/call', { name: 'mail__send', arguments: MAIL });
      return textOf((await answer.json()) as JsonObject);
    };
    const held = call(first);
    const hold = await next();
    expect((await sallyport(at, 'token', 'revoke', 'phone')).code).toBe(0);
    while ((await post(first, 'tools/list', {})).status !== 401) {}
    expect(await yes(approvals, hold)).toBe(true);
    expect(await held).toMatch(/refused mail: send[\s\S]*rule "caller-lapsed"[\s\S]*was revoked/);
    expect(sent()).toBe('');
    const second = await add();
    while ((await post(second, 'tools/list', {})).status === 401) {}
    expect(await call(second)).toContain('send done');
    await stop();
    expect((await sallyport(at, 'log')).out).toMatch(/deny .*mail\.send .*its caller was shut out.*was revoked/);
  });

  it('its server is no longer told whom it is for: it is asked about anew, as it would be sent', {
    timeout: 60_000,
  }, async () => {
    const { at, mail, sent } = mailing();
    put(at, { servers: { mail: { ...mail, baggage: true } }, ...PATIENT });
    const client = await new RawClient(at).open();
    await client.tools();
    const { approvals, next } = deskOf(at);
    const send = () =>
      client.send('tools/call', { name: 'mail__send', arguments: MAIL, _meta: { baggage: 'userId=ann' } }).then(textOf);
    const held = send();
    const hold = await next();
    expect(hold.shown).toContain('userId=ann');
    put(at, { servers: { mail }, ...PATIENT });
    await client.said(/read again: server "mail" changed/);
    await yes(approvals, hold);
    expect(await held).toContain('Sallyport holds mail: send');
    const anew = await next(hold);
    expect(anew.shown).not.toContain('userId=ann');
    await yes(approvals, anew);
    expect(await send()).toContain('send done');
    expect(sent()).not.toContain('baggage');
    await client.close();
  });

  it('its server may know of fewer roots: it is told of these alone when it asks', { timeout: 60_000 }, async () => {
    const at = place({});
    const mail = fixture('asks-legacy');
    put(at, { servers: { mail }, ...PATIENT });
    const client = await new RawClient(at).open({ roots: {} });
    await client.tools();
    const { approvals, next } = deskOf(at);
    const held = client.call('mail__roots');
    const hold = await next();
    put(at, { servers: { mail: { ...mail, roots: ['/srv'] } }, ...PATIENT });
    await client.said(/read again: server "mail" changed/);
    await yes(approvals, hold);
    const asked = await client.until(({ method }) => method === 'roots/list');
    const result = { roots: [{ uri: 'file:///srv/app' }, { uri: 'file:///home/ann' }] };
    client.write(`${JSON.stringify({ jsonrpc: '2.0', id: asked.id, result })}\n`);
    expect(await held).toBe('{"roots":[{"uri":"file:///srv/app"}]}');
    await client.close();
  });
});
