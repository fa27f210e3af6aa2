import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
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
});
