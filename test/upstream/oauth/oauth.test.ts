import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { call, closeAll, ready, until } from '../rig.ts';
import { authorizing, closeStand, oauthServer, shelfFolder, signIn, startPair } from './stand.ts';

afterEach(async () => {
  await closeAll();
  await closeStand();
});

const textsOf = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');

describe('a server that wants a sign-in, before a real authorization server', () => {
  it('says so, and is used as soon as another process has signed in', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    const server = oauthServer(resource.url);
    const { upstreams, listings, relay, say } = await ready({ crm: server }, authorizing(folder));
    const [standing] = upstreams.standings();
    expect(standing).toMatchObject({ state: 'waiting-for-login' });
    expect(standing?.message).toContain('sallyport login crm');
    const refused = await relay(call('crm', 'whoami'));
    expect(refused).toMatchObject({ kind: 'failed', acted: false });
    expect(refused).toMatchObject({ message: expect.stringContaining('run: sallyport login crm') });

    const given = await signIn(folder, server);
    expect(given).toMatchObject({ issuer: issuer.origin, resource: resource.url, lasts: true });
    expect(given.scopes).toContain('tools:read');
    expect(given.page).toContain('You are signed in');
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    await until(() => listings.has('crm'), 'it is listed without a restart');
    expect(upstreams.standings()[0]?.state).toBe('ready');
  });

  it('gets a token that was asked for with PKCE, for it alone, and never in plain text on disk', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    await signIn(folder, oauthServer(resource.url));
    const { say, lines } = await ready({ crm: oauthServer(resource.url) }, authorizing(folder));
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    const header = resource.seen.at(-1)?.header ?? '';
    expect(header).toMatch(/^Bearer \S{20,}$/);
    const token = header.slice('Bearer '.length);
    expect(textsOf(folder)).not.toContain(token);
    expect(textsOf(folder)).not.toContain('refresh');
    expect(lines.join('\n')).not.toContain(token);
    expect(issuer.log.filter((line) => line === 'POST /reg')).toHaveLength(2);
  });

  it('registers once, and signs in again as the same client', async () => {
    const { issuer, resource } = await startPair({ change: { scopes: ['openid', 'offline_access', 'tools:read'] } });
    const folder = shelfFolder();
    await signIn(folder, oauthServer(resource.url));
    const before = issuer.log.filter((line) => line === 'POST /reg').length;
    await signIn(folder, oauthServer(resource.url));
    expect(issuer.log.filter((line) => line === 'POST /reg')).toHaveLength(before);
  });
});
