import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { typeAt } from '../cli/terminal.ts';
import { browse, checkedBy, closeStand, startPair } from '../upstream/oauth/stand.ts';
import { until } from '../upstream/rig.ts';
import { fixture, MAIN, type Place, place, RawClient, sallyport } from './gateway.ts';

const open: RawClient[] = [];
beforeAll(() => {
  process.env.SALLYPORT_KEYCHAIN = 'off';
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});
afterAll(closeStand);

const serve = async (at: Place): Promise<RawClient> => {
  const client = await new RawClient(at).open();
  open.push(client);
  return client;
};

/** Runs `sallyport login` and goes where it says. Resolves with what it printed. */
function signIn(at: Place): Promise<string> {
  const args = [MAIN, 'login', 'crm', '--no-browser', '--config', at.config, '--state', at.state];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let isOnTheWay = false;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const address = /^\s+(http\S+)\n/m.exec(said)?.[1];
    if (address === undefined || isOnTheWay) return;
    isOnTheWay = true;
    void browse(new URL(address));
  });
  return new Promise((resolve) => child.once('close', () => resolve(said)));
}

/** Every byte of a folder, as text. */
const textOf = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');

describe('signing in', () => {
  it('is done once, in another process, and holds for every Sallyport that runs and that comes', async () => {
    // Access tokens are old within seconds, so that each process has to renew again and again.
    const { issuer, resource } = await startPair({ life: 2 });
    const isGood = checkedBy(issuer, () => resource.url);
    const at = place({ servers: { crm: { url: resource.url, era: 'legacy', labels: [], auth: { oauth: {} } } } });
    const first = await serve(at);
    expect(await first.tools()).not.toContain('crm__whoami');
    const waiting = await sallyport(at, 'servers', '--state', at.state);
    expect(waiting.out).toContain('sallyport login crm');

    const said = await signIn(at);
    expect(said).toContain('Signed in to crm');
    await until(async () => (await first.tools()).includes('crm__whoami'), 'the tools are there without a restart');
    const second = await serve(at);
    await until(async () => (await second.tools()).includes('crm__whoami'), 'a later process has them too');

    // A refresh token that is spent twice is taken back with all that came of it.
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        [first, second].flatMap((client) => [client.call('crm__whoami'), client.call('crm__whoami')]),
      );
      expect(answers).toEqual(['alice', 'alice', 'alice', 'alice']);
      const token = resource.seen.at(-1)?.header?.slice('Bearer '.length) ?? '';
      await until(async () => (await isGood(token)) === undefined, 'the token is old');
    }
    const refreshes = issuer.log.filter((line) => line === 'POST /token refresh_token').length;
    expect(refreshes).toBeGreaterThanOrEqual(2);
    expect((await sallyport(at, 'servers', '--json', '--state', at.state)).out).not.toContain('"login":true');

    const tokens = [...new Set(resource.seen.flatMap(({ header }) => header?.slice('Bearer '.length) ?? []))];
    expect(tokens.length).toBeGreaterThanOrEqual(3);
    const kept = textOf(at.state) + first.stderr + second.stderr + said;
    const shown = (await sallyport(at, 'log', '--json', '--state', at.state)).out;
    for (const token of tokens) expect(kept + shown).not.toContain(token);
  });

  it('makes the token a secret that is asked about on its way to another server', async () => {
    const { resource } = await startPair();
    const crm = { url: resource.url, era: 'legacy', labels: [], auth: { oauth: {} } };
    const at = place({ servers: { crm, tickets: fixture('tickets') }, approvals: { wait: '1ms' } });
    await signIn(at);
    const client = await serve(at);
    await until(async () => (await client.tools()).includes('crm__whoami'), 'the tools are there');
    expect(await client.call('crm__whoami')).toBe('alice');
    const token = resource.seen.at(-1)?.header?.slice('Bearer '.length) ?? '';
    const answer = (text: string) => client.call('tickets__answer_ticket', { id: 41, text });
    expect(await answer('done')).not.toMatch(/holds/);
    expect(await answer(`use ${token}`)).toMatch(/secret-leaves.*given to crm/s);
    expect(textOf(at.state)).not.toContain(token);
  });

  // Elsewhere `script` takes other options.
  it.skipIf(process.platform !== 'linux')('is given up with Ctrl-C, of which nothing is left', async () => {
    const { resource } = await startPair();
    const at = place({ servers: { crm: { url: resource.url, era: 'legacy', labels: [], auth: { oauth: {} } } } });
    const args = ['login', 'crm', '--no-browser', '--config', at.config, '--state', at.state];
    const typed = await typeAt(args, /Waiting for you/, '\x03', { HOME: at.dir, SALLYPORT_KEYCHAIN: 'off' });
    expect(typed).toMatchObject({ code: 130, isRestored: true, shown: expect.not.stringContaining('Signed in') });
    expect((await sallyport(at, 'log', '--all', '--json', '--state', at.state)).out).not.toContain('signed in');
    const gone = await sallyport(at, 'logout', 'crm', '--config', at.config, '--state', at.state);
    expect(gone.out).toMatch(/Nothing was stored for crm/);
    expect(await signIn(at)).toContain('Signed in to crm');
  });

  it('is asked for again when the authorization server took it back, in words for the model', async () => {
    const { issuer, resource } = await startPair({ life: 2 });
    const at = place({ servers: { crm: { url: resource.url, era: 'legacy', labels: [], auth: { oauth: {} } } } });
    await signIn(at);
    const client = await serve(at);
    await until(async () => (await client.tools()).includes('crm__whoami'), 'the tools are there');
    await sallyport(at, 'logout', 'crm', '--config', at.config, '--state', at.state);
    await until(async () => (await client.call('crm__whoami')) !== 'alice', 'the token is old');
    expect(await client.call('crm__whoami')).toContain('sallyport login crm');
    expect(issuer.log).toContain('POST /token/revocation');
    await signIn(at);
    expect(await client.call('crm__whoami')).toBe('alice');
  });
});
