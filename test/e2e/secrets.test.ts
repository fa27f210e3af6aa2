import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, type Place, packaged, place, put, RawClient, sallyport } from './gateway.ts';

/** What the server `leaks` gives away. */
const TOKEN = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
const ENCODED = Buffer.from(TOKEN).toString('base64');
const env = { CLAUDE_CODE_SESSION_ID: 'conversation-1' };

/** Everything in the state directory, as text. */
const recordOf = ({ state }: Place): string =>
  readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'utf8'))
    .join('\n');

describe('a secret that one server gave', () => {
  it('is asked about on its way to another, in whatever form, and not on its way back; no record holds it', async () => {
    const at = place({
      servers: { leaks: fixture('leaks'), tickets: fixture('tickets') },
      approvals: { wait: '1ms' },
    });
    const answer = (text: string) => ({ id: 41, text });
    const first = await new RawClient(at, [], env).open();
    await first.tools();
    await first.call('leaks__printed');
    expect(await first.call('tickets__answer_ticket', answer('done'))).not.toMatch(/holds/);
    expect(await first.call('tickets__answer_ticket', answer(`use ${TOKEN}`))).toMatch(/secret-for-another-server/);
    expect(await first.call('leaks__nothing', { with: ENCODED })).not.toMatch(/holds/);
    await first.close();
    // Whoever goes on with the session knows of it from the record alone.
    const next = await new RawClient(at, [], env).open();
    await next.tools();
    const held = await next.call('tickets__answer_ticket', answer(ENCODED));
    expect(held).toMatch(/secret-for-another-server/);
    expect(held).toMatch(/`text` appears .*`key` of what `leaks.printed` returned/);
    await next.close();
    expect(recordOf(at)).not.toContain(TOKEN);
    expect((await sallyport(at, 'replay', '--config', at.config)).out).toMatch(/come out as they were/);
    const { out } = await sallyport(at, 'replay', '--config', at.config, '--regather');
    expect(out).toMatch(/come out as they were.*gathered anew is what was recorded.*Taken from the record.*secret\./s);
  });
});

describe('a secret that is said where no result is', () => {
  it('is in no record: neither as last words, nor as a part of an address', async () => {
    const at = place({ servers: { notes: fixture('last-words') } });
    const client = await new RawClient(at).open();
    await client.tools();
    expect(await client.call('notes__die')).toContain('its last words');
    await client.call('notes__echo');
    const { result } = await client.send('resources/read', { uri: `sallyport+notes+notes://a?key=${TOKEN}` });
    expect(JSON.stringify(result)).toContain('a note');
    await client.close();
    const record = recordOf(at);
    expect(record).toContain('its last words: Error: not signed in with sp_');
    expect(record).toContain('"name":"notes://a?key=sp_');
    expect(record).not.toContain(TOKEN);
    expect((await sallyport(at, 'verify')).code).toBe(0);
    expect((await sallyport(at, 'replay', '--config', at.config)).out).toMatch(/come out as they were/);
  });
});

/** What looks like no secret where it stands alone, nor beside the name of its variable; and what is none. */
const GIVEN = ['n3Xq', 'Tz81', 'kWm0'].join('');
const ORDINARY = { NODE_ENV: 'production', PORT: '8080', DB_NAME: 'shop_2026_eu', LANG: 'en_US.UTF-8' };

describe('a credential that the configuration gives to a server', () => {
  it('is a secret in what that server prints, asked about on its way to another, and no question to its own', async () => {
    const everything = packaged('@modelcontextprotocol/server-everything', 'dist/index.js', 'stdio');
    const at = place({
      servers: {
        all: { ...everything, env: { SERVICE_PAT: GIVEN, ...ORDINARY } },
        tickets: fixture('tickets'),
      },
      approvals: { wait: '1ms' },
    });
    const client = await new RawClient(at, [], env).open();
    await client.tools();
    const answer = (text: string) => client.call('tickets__answer_ticket', { id: 41, text });
    expect(await answer('done')).not.toMatch(/holds/);
    expect(await client.call('all__get-env')).toContain(GIVEN);
    expect(await answer(Object.values(ORDINARY).join(', '))).not.toMatch(/holds/);
    expect(await answer(`use ${GIVEN}`)).toMatch(/secret-for-another-server/);
    expect(await client.call('all__echo', { message: GIVEN })).toContain(GIVEN);
    await client.close();
    const record = recordOf(at);
    expect(record).not.toContain(GIVEN);
    expect(record).toContain('sp_secret-given_');
    for (const value of Object.values(ORDINARY)) expect(record).toContain(value);
    expect((await sallyport(at, 'replay', '--config', at.config)).out).toMatch(/come out as they were/);
    const { out } = await sallyport(at, 'replay', '--config', at.config, '--regather');
    expect(out).toMatch(/come out as they were.*gathered anew is what was recorded/s);
  });

  it('is known at once where it is changed, as is the one before, and in no line of the log', async () => {
    const [before, after] = [GIVEN, [...GIVEN].reverse().join('')];
    const configured = (key: string) => ({
      servers: {
        logs: fixture('log-lines', [], { env: { SERVICE_PAT: key, SAY: `with ${key}` } }),
        tickets: fixture('tickets'),
      },
      approvals: { wait: '1ms' },
    });
    const at = place(configured(before));
    const client = await new RawClient(at, [], env).open();
    await client.tools();
    put(at, configured(after));
    await client.said(/read again: server "logs" changed/);
    await client.tools();
    await client.call('logs__say');
    const answer = (text: string) => client.call('tickets__answer_ticket', { id: 41, text });
    for (const key of [before, after]) expect(await answer(`use ${key}`)).toMatch(/a credential that is given to logs/);
    await client.close();
    expect(client.stderr.match(/with \[secret\.given\]/g)?.length).toBeGreaterThanOrEqual(2);
    for (const key of [before, after]) expect(`${recordOf(at)}${client.stderr}`).not.toContain(key);
  });
});
