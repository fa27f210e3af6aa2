import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApprovals } from '../../src/journal/state/approvals.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';

const PURPOSE = 'ours.example/purpose';
const servers = { tickets: fixture('tickets'), mail: fixture('mail') };
const ENV = { CLAUDE_CODE_SESSION_ID: 'one-conversation' };
const MAIL = { to: 'ann@ours.example', subject: 'hello', body: 'as agreed' };

const set = (more: JsonObject = {}): Place =>
  place({ servers, session: { purpose: { meta: PURPOSE } }, approvals: { wait: '1ms' }, ...more });
const opened = async (at: Place): Promise<RawClient> => {
  const client = await new RawClient(at, [], ENV).open();
  await client.tools();
  return client;
};
const send = async (client: RawClient, purpose?: string): Promise<string> =>
  JSON.stringify(
    await client.send('tools/call', {
      name: 'mail__send_mail',
      arguments: MAIL,
      ...(purpose === undefined ? {} : { _meta: { [PURPOSE]: purpose } }),
    }),
  );
const read = (client: RawClient, id: number): Promise<string> => client.call('tickets__read_ticket', { id });

/** As a version to come may write it, which this one cannot read. */
function writeAsLaterVersion({ state }: Place): void {
  const folder = path.join(state, 'journal');
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl'))) {
    const file = path.join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\{"v":1,/gm, '{"v":2,'));
  }
}

const narrowing = (purpose: string): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id: 'narrow', method: 'tools/call', params: { name: 'tickets__read_ticket', arguments: { id: 41 }, _meta: { [PURPOSE]: purpose } } })}\n`;

/** What processes left for the owners of sessions. */
const leftIn = ({ state }: Place): string[] =>
  readdirSync(path.join(state, 'sessions'), { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name).startsWith('narrowed.'))
    .map((name) => path.join(state, 'sessions', name));

const pending = ({ state }: Place) => openApprovals(path.join(state, 'approvals')).pending();

/** As a person in a terminal does. */
async function approve(at: Place): Promise<void> {
  const approvals = openApprovals(path.join(at.state, 'approvals'));
  const [hold] = await approvals.pending();
  if (hold === undefined) throw new Error('nothing waits');
  const verdict = { hold: hold.id, binding: hold.binding, answer: 'approve', door: 'terminal', by: 'ann' } as const;
  expect(await approvals.answer({ ...verdict, at: Date.now() })).toBe(true);
}

const expectSameAgain = async (at: Place): Promise<void> => {
  const { code, out } = await sallyport(at, 'replay', '--config', at.config);
  expect([code, out]).toEqual([0, expect.stringMatching(/come out as they were/)]);
};

describe('a session whose past is not known', () => {
  it('is not let out of its purpose by a second process', async () => {
    const at = set();
    const first = await opened(at);
    expect(await send(first, 'read-only')).toMatch(/outside-purpose/);
    const second = await opened(at);
    expect(await send(second)).toMatch(/Sallyport holds.*purpose-unknown.*another process.*read-only/s);
    expect(await read(second, 41)).toMatch(/invoice/);
    await Promise.all([first.close(), second.close()]);
    await expectSameAgain(at);
  });

  it('is not let out of it by a record that cannot be read, and what every purpose takes in goes on', async () => {
    const at = set({ purposes: { desk: { allow: ['tickets.*'] } } });
    const before = await opened(at);
    expect(await send(before, 'desk')).toMatch(/outside-purpose/);
    await before.close();
    writeAsLaterVersion(at);
    const after = await opened(at);
    expect(await send(after)).toMatch(/Sallyport holds.*purpose-unknown.*only for desk.*sallyport verify/s);
    expect(await read(after, 41)).toMatch(/invoice/);
    await after.close();
  });

  it('is narrowed by what is said to either process, in a replay too', async () => {
    const at = set();
    const first = await opened(at);
    await read(first, 41);
    const second = await opened(at);
    expect(await send(second, 'read-only')).toMatch(/outside-purpose/);
    await Promise.all([first.close(), second.close()]);
    await expectSameAgain(at);
  });

  it('has data withheld that one of the purposes may not touch', async () => {
    const leaks = fixture('leaks', [], { tools: { printed: { powers: ['read'] } } });
    const at = set({ servers: { leaks }, purposes: { discreet: { allow: ['*'], data: { deny: ['pii'] } } } });
    const first = await opened(at);
    expect(await first.call('leaks__printed')).not.toMatch(/purpose/);
    const second = await opened(at);
    expect(await second.call('leaks__printed')).toMatch(/only for discreet.*result-purpose-unknown/s);
    await Promise.all([first.close(), second.close()]);
    await expectSameAgain(at);
  });
});

describe('a session of several processes', () => {
  it('is asked nothing more where one only looks, or has ended, or where no client can name a purpose', async () => {
    const at = set();
    const looks = await opened(at);
    const first = await opened(at);
    expect(await send(first)).toMatch(/sent to/);
    await Promise.all([looks.close(), first.close()]);
    const second = await opened(at);
    expect(await send(second)).toMatch(/sent to/);
    await second.close();

    const plain = set({ session: {}, purposes: { desk: { allow: ['tickets.*'] } } });
    const both = [await opened(plain), await opened(plain)];
    for (const one of both) expect(await send(one)).toMatch(/sent to/);
    await Promise.all(both.map((one) => one.close()));
  });

  it('is for its owner, too, what the other was told that it is for, and comes out the same in a replay', async () => {
    const at = set({ purposes: { desk: { allow: ['tickets.*'] } } });
    const owner = await opened(at);
    expect(await send(owner)).toMatch(/sent to/);
    const other = await opened(at);
    expect(await send(other, 'desk')).toMatch(/outside-purpose/);
    expect(await send(owner)).toMatch(/outside-purpose.*only for desk|only for desk.*outside-purpose/s);
    expect(await read(owner, 41)).toMatch(/invoice/);
    expect(await send(other, 'mail.send_mail')).toMatch(/outside-purpose/);
    await other.close();
    expect(await send(owner)).toMatch(/outside-purpose/);
    await owner.close();
    const next = await opened(at);
    expect(await send(next)).toMatch(/outside-purpose/);
    await next.close();
    await expectSameAgain(at);
  });

  it('is not gone on with by a yes to what the other process ruled out meanwhile', async () => {
    const ask = { id: 'mails', tools: ['mail.*'], effect: 'ask', reason: 'Look at it.' };
    const at = set({ policy: { rules: [ask] }, approvals: { wait: '10m' } });
    const owner = await opened(at);
    const sent = send(owner);
    await expect.poll(() => pending(at)).toHaveLength(1);
    const other = await opened(at);
    expect(await read(other, 41)).toMatch(/invoice/);
    other.write(narrowing('read-only'));
    await other.until(({ id }) => id === 'narrow');
    await approve(at);
    expect(await sent).toMatch(/outside-purpose/);
    await Promise.all([owner.close(), other.close()]);
    await expectSameAgain(at);
  });

  it.each([
    ['damaged', (file: string) => writeFileSync(file, '{"purp'), /only for \W+something that cannot be read/],
    ['unread', (file: string) => rmSync(path.dirname(file), { recursive: true }), /purpose-unknown/],
  ])('is held to everything where what the other left is %s', async (_, harm, says) => {
    const at = set();
    const owner = await opened(at);
    expect(await send(owner)).toMatch(/sent to/);
    const other = await opened(at);
    other.write(narrowing('read-only'));
    await other.until(({ id }) => id === 'narrow');
    const [file] = leftIn(at);
    expect(file).toBeDefined();
    harm(file ?? '');
    expect(await send(owner)).toMatch(says);
    await Promise.all([owner.close(), other.close()]);
    await expectSameAgain(at);
  });
});
