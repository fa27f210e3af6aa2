import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/app/checkup/check.ts';
import { checkUp } from '../../../src/app/checkup/checkup.ts';
import { fixture, type Place, place, RawClient, sallyport } from '../../e2e/gateway.ts';
import { closeAll, serveHttp } from '../../upstream/rig.ts';

const look = (
  at: Place,
  more: { start?: boolean; server?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Check[]> => {
  const { start = true, server, env = {} } = more;
  return checkUp({ config: at.config, state: at.state, server, start, env: { HOME: at.dir, ...env }, now: Date.now });
};
const of = (checks: readonly Check[], about: string): Check | undefined =>
  checks.find((check) => check.about === about);

/** A place whose servers a person has let run: by serving them once with --trust. */
async function trusted(config: Parameters<typeof place>[0]): Promise<Place> {
  const at = place(config);
  const client = await new RawClient(at).open();
  await client.close();
  return at;
}

describe('a check-up', () => {
  it('asks no keychain that nothing is looked up in, whatever a comment says', async () => {
    const at = place({ servers: {} });
    writeFileSync(at.config, '# ${keychain:NAME} fetches a secret\nservers: {}\n');
    expect(of(await look(at), 'keychain')).toBeUndefined();
    writeFileSync(at.config, 'servers: { a: { command: x, disabled: true, env: { K: "${keychain:NAME}" } } }\n');
    expect(of(await look(at, { env: { PATH: at.dir } }), 'keychain')).toMatchObject({
      state: 'doubtful',
      found: expect.stringContaining('out of reach'),
      action: expect.stringContaining('${file:…}'),
    });
  });

  it('of a good set-up starts its servers, says what they speak and offer, ends them, and records that', async () => {
    const at = await trusted({ servers: { echo: fixture('echo'), modern: fixture('modern-only') } });
    const checks = await look(at);
    expect(checks.filter(({ state }) => state === 'bad')).toEqual([]);
    expect(of(checks, 'server echo')?.found).toMatch(/speaks 2025-11-25 and lists 4 tools/);
    expect(of(checks, 'server modern')?.found).toMatch(/speaks 2026-07-28/);
    expect(of(checks, 'record')?.found).toMatch(/as they were written/);
    expect((await sallyport(at, 'log', '--all')).out).toContain('doctor: starts echo, modern');
    expect(readdirSync(at.state).filter((name) => name.startsWith('.doctor'))).toEqual([]);
  });

  it('says why a server failed that is being tried again while another is waited for', async () => {
    const file = path.join(place({}).dir, 'started');
    const once =
      'const fs = require("fs"); const [file] = process.argv.slice(-1);' +
      'if (fs.existsSync(file)) setInterval(() => {}, 1000);' +
      'else { fs.writeFileSync(file, ""); console.error("it is full"); process.exit(1); }';
    const at = await trusted({
      servers: {
        once: { command: process.execPath, args: ['-e', once, file], era: 'legacy' },
        // The first is tried again half a second after it failed.
        mute: fixture('slow-start', ['600000'], { start: '4s' }),
      },
    });
    rmSync(file);
    expect(of(await look(at), 'server once')?.found).toContain('it is full');
  });

  it('says of each bad server what to do, and never a secret that it was given', async () => {
    const shouts = ['-e', 'console.error("no: " + process.env.KEY); process.exit(1)'];
    const at = await trusted({
      servers: {
        typo: { command: 'npxx', args: ['-y', 'x'] },
        shouts: { command: process.execPath, args: shouts, env: { KEY: 'hunter2-hunter2' } },
        gone: fixture('no-package', [path.join(place({}).dir, 'starts')]),
        mute: fixture('slow-start', ['600000'], { start: '500ms' }),
        nowhere: { url: 'http://127.0.0.1:9/mcp' },
        wants: { command: 'x', env: { A: '${env:SALLYPORT_TEST_NOT_SET}' } },
        off: { command: 'x', disabled: true },
      },
    });
    const checks = await look(at);
    expect(of(checks, 'server typo')).toMatchObject({
      state: 'bad',
      action: expect.stringMatching(/Did you mean npx\?/),
    });
    expect(of(checks, 'server shouts')).toMatchObject({ state: 'bad', found: expect.stringContaining('[hidden]') });
    expect(JSON.stringify(checks)).not.toContain('hunter2');
    expect(of(checks, 'server gone')).toMatchObject({
      found: expect.stringMatching(/there is no @example\/no-such-server/),
      action: expect.stringMatching(/name in `args` of gone/),
    });
    expect(of(checks, 'server mute')?.action).toMatch(/`start` of mute/);
    expect(of(checks, 'server nowhere')?.action).toMatch(/`url` of nowhere/);
    expect(of(checks, 'server wants')).toMatchObject({
      state: 'bad',
      found: expect.stringMatching(/SALLYPORT_TEST_NOT_SET/),
    });
    expect(of(checks, 'server off')?.state).toBe('skipped');
    const one = await look(at, { server: 'typo' });
    expect(one.filter(({ about }) => about.startsWith('server'))).toHaveLength(1);
    await expect(look(at, { server: 'typpo' })).rejects.toThrow(
      'there is no server typpo (did you mean "typo"?); there are: ',
    );
  });

  it('finds a command that is a whole line without starting it too, and once where it does', async () => {
    const at = await trusted({ servers: { line: { command: 'no-such-npx -y server' } } });
    for (const start of [false, true]) {
      const said = (await look(at, { start })).filter(({ found }) => found.includes('it is a whole line'));
      expect(said).toEqual([expect.objectContaining({ about: start ? 'server line' : 'configuration' })]);
    }
  });

  it('says of a server that is not there that none is, where that is so', async () => {
    const nobody = look(place({ servers: {} }), { server: 'x' });
    await expect(nobody).rejects.toThrow(/^there is no server x; \S+config\.yaml names none$/);
  });

  it('says where one has to sign in', async () => {
    const at = await trusted({ servers: { crm: { url: await serveHttp('http-echo', 'refuse') } } });
    expect(of(await look(at), 'server crm')).toMatchObject({
      state: 'bad',
      found: expect.stringMatching(/answered 401/),
      action: expect.stringMatching(/sallyport login crm/),
    });
    await closeAll();
  });

  it('starts nothing that nobody has let run, and nothing at all with --no-start', async () => {
    const at = place({ servers: { books: fixture('receipts', [path.join(place({}).dir, 'r')]) } });
    expect(of(await look(at), 'server books')).toMatchObject({
      state: 'bad',
      action: `sallyport trust books --config ${at.config} --state ${at.state}`,
    });
    const good = await trusted({ servers: { echo: fixture('echo') } });
    expect(of(await look(good, { start: false }), 'server echo')?.state).toBe('skipped');
  });

  it('says what is wrong with the configuration, with line and caret, and who else can write it', async () => {
    const at = place({});
    writeFileSync(at.config, 'servers:\n  a: { comand: x }\n');
    expect(of(await look(at), 'configuration')).toMatchObject({
      state: 'bad',
      found: expect.stringMatching(/:2:8: [\s\S]*\^/),
    });
    writeFileSync(at.config, 'servers: {}\n');
    chmodSync(at.config, 0o666);
    expect((await look(at)).find(({ found }) => /written by others/.test(found))?.action).toBe(
      `chmod go-w '${at.config}'`,
    );
  });

  it('says what is odd in a configuration that is right, with what to do', async () => {
    const at = place({});
    writeFileSync(at.config, 'servers: {}\nagents:\n  desk: { match: { token: nobody } }\n');
    const checks = await look(at);
    expect(checks.filter(({ about, state }) => about === 'configuration' && state === 'doubtful')).toContainEqual(
      expect.objectContaining({
        found: expect.stringMatching(/there is no token "nobody"/),
        action: expect.stringContaining('sallyport token add nobody'),
      }),
    );
    expect(of(checks, 'configuration')).toMatchObject({ state: 'good' });
  });

  it('reads the lockfile that Sallyport would start by, and says where it is wrong', async () => {
    const at = place({ servers: {} });
    expect(of(await look(at), 'lockfile')).toBeUndefined();
    const file = path.join(path.dirname(at.config), 'sallyport.lock.yaml');
    writeFileSync(file, 'lockfile: 1\nservers:\n<<<<<<< HEAD\n');
    expect(of(await look(at), 'lockfile')).toMatchObject({ state: 'bad', found: expect.stringContaining(`${file}:3`) });
    writeFileSync(file, 'lockfile: 1\nservers:\n');
    expect(of(await look(at), 'lockfile')).toMatchObject({ found: expect.stringContaining(file) });
  });

  it('says when a name is offered twice or shown shortened', async () => {
    const at = await trusted({ names: 'plain', servers: { a: fixture('echo'), b: fixture('echo') } });
    expect(of(await look(at), 'names')?.found).toMatch(/echo is offered by a and b; that of b is shown as b__echo/);
    const name = 'a-server-whose-name-is-about-as-long-as';
    const long = await trusted({ servers: { [name]: fixture('echo') } });
    expect(of(await look(long), 'names')?.found).toMatch(/^1 name is too long.*environment/);
  });

  it('finds a record that was edited', async () => {
    const at = await trusted({ servers: {} });
    const journal = path.join(at.state, 'journal');
    const file = path.join(journal, readdirSync(journal).find((name) => name.endsWith('.jsonl')) ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"kind":"start"', '"kind":"stort"'));
    expect(of(await look(at), 'record')).toMatchObject({
      state: 'bad',
      action: `sallyport verify --state ${at.state}`,
    });
  });
});
