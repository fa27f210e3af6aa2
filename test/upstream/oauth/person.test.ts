import { afterEach, describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import { openAuthorization } from '../../../src/upstream/oauth/open.ts';
import type { Shelf } from '../../../src/upstream/oauth/shelf.ts';
import { readWish } from '../../../src/upstream/oauth/wish.ts';
import type { UpstreamsOptions } from '../../../src/upstream/upstreams.ts';
import { call, closeAll, type Rig, ready, rig, until } from '../rig.ts';
import {
  authorizing,
  checkedBy,
  closeStand,
  type Issuer,
  noKeychain,
  oauthServer,
  serve,
  shelfFolder,
  signIn,
  startIssuer,
  startPair,
  startResource,
} from './stand.ts';

afterEach(async () => {
  await closeAll();
  await closeStand();
});

/** A minute later than it is: what was given a moment ago is neither fresh then nor old. */
const later = (): number => Date.now() + 60_000;

async function open(url: string, folder: string, now = Date.now): Promise<Rig> {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const made = await ready({ crm: oauthServer(url) }, { ...authorizing(folder, log, now), log });
  return { ...made, lines };
}
/** The same with a shelf of its own, by a clock that is ahead. */
async function openOn(url: string, shelf: Shelf, clock: { readonly ahead: number }): Promise<Rig> {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const now = (): number => Date.now() + clock.ahead;
  const authorize: UpstreamsOptions['authorize'] = async (upstream, server, config) =>
    openAuthorization({ upstream, server, config, shelf, keychain: noKeychain, now, log });
  return { ...(await ready({ crm: oauthServer(url) }, { authorize, log })), lines };
}

/** A shelf on a disk that has room for so many more credentials. */
function fillingShelf(folder: string, disk: { left: number }): Shelf {
  const shelf = openShelf(folder);
  const replace: Shelf['replace'] = async (name, text) => {
    if (disk.left-- <= 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    await shelf.replace(name, text);
  };
  return { ...shelf, replace };
}

const refreshes = (log: readonly string[]): number => log.filter((line) => line === 'POST /token refresh_token').length;

/** All that came of one sign-in. */
async function takeBack({ provider }: Issuer, token: string): Promise<void> {
  const grant = (await provider.AccessToken.find(token))?.grantId ?? '';
  for (const { adapter } of [provider.AccessToken, provider.RefreshToken]) await adapter.revokeByGrantId(grant);
}

describe('a person who is signed in', () => {
  it('is renewed once for all calls that wait at the same time', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    await signIn(folder, oauthServer(resource.url));
    const { say } = await open(resource.url, folder, later);
    await say(call('crm', 'whoami'));
    const token = resource.seen.at(-1)?.header?.slice('Bearer '.length) ?? '';
    await (await issuer.provider.AccessToken.find(token))?.destroy();
    const answers = await Promise.all(Array.from({ length: 10 }, () => say(call('crm', 'whoami'))));
    expect(answers).toEqual(Array.from({ length: 10 }, () => 'alice'));
    expect(refreshes(issuer.log)).toBe(1);
  });

  it('is renewed where a token of one second is over as soon as it was given: servers count in whole seconds', async () => {
    const issuer = await startIssuer({ life: 1 });
    const tokens = new Set<string>();
    const check = async (token: string) => (tokens.add(token).size > 1 ? ['tools:read'] : undefined);
    const { url } = await startResource({ check, issuer: issuer.origin });
    const folder = shelfFolder();
    await signIn(folder, oauthServer(url));
    const justThen = Date.now();
    const { say } = await open(url, folder, () => justThen);
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    expect(refreshes(issuer.log)).toBe(1);
  });

  it('is not renewed again and again for a server that takes no token', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    const refusing = await startResource({ check: async () => undefined, issuer: issuer.origin });
    await signIn(folder, oauthServer(refusing.url));
    const { relay } = await open(refusing.url, folder, later);
    for (let calls = 0; calls < 3; calls++) {
      expect(await relay(call('crm', 'whoami'))).toMatchObject({
        message: expect.stringContaining('sallyport login crm'),
      });
    }
    expect(refreshes(issuer.log)).toBeLessThanOrEqual(1);
    expect(resource.seen).toEqual([]);
  });

  it('is asked to sign in again for what needs more, while all else goes on', async () => {
    const { resource } = await startPair({ needs: { 'prompts/get': 'tools:write' } });
    const folder = shelfFolder();
    const server = oauthServer(resource.url);
    await signIn(folder, server);
    const { relay, say, upstreams } = await open(resource.url, folder);
    const more = () => relay(call('crm', 'letter', {}, { method: 'prompts/get' }));
    const refused = await more();
    expect(refused).toMatchObject({ kind: 'failed', acted: false });
    expect(refused).toMatchObject({
      message: expect.stringMatching(/again, to allow tools:write.*sallyport login crm/),
    });
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    expect(upstreams.standings()).toMatchObject([{ state: 'ready' }]);
    const wish = await readWish(openShelf(folder), resource.url);
    expect(wish?.challenge.scopes).toEqual(expect.arrayContaining(['tools:read', 'tools:write']));

    const given = await signIn(folder, server);
    expect(given.scopes).toEqual(expect.arrayContaining(['tools:read', 'tools:write']));
    // It has no such prompt; what matters is that it was asked.
    expect(await more()).toMatchObject({ kind: 'error', code: -32601 });
    expect(await readWish(openShelf(folder), resource.url)).toBeUndefined();
  });

  it('is not sent round in circles by a server that always wants more', async () => {
    const { issuer, resource } = await startPair({ needs: { 'tools/call': 'tools:never' } });
    const folder = shelfFolder();
    const server = oauthServer(resource.url);
    await signIn(folder, server);
    const { relay } = await open(resource.url, folder);
    expect(await relay(call('crm', 'whoami'))).toMatchObject({
      message: expect.stringContaining('sallyport login crm'),
    });
    await signIn(folder, server);
    const answers = [await relay(call('crm', 'whoami')), await relay(call('crm', 'whoami'))];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        kind: 'failed',
        acted: false,
        message: expect.stringContaining('signing in again would not help'),
      });
    }
    expect(issuer.log.filter((line) => line === 'GET /auth')).toHaveLength(2);
  });

  it.each([
    ...[429, 500, 502, 503, 511].map((status) => [status, new RegExp(`answers ${status} for now`)] as const),
    // What a hotel's sign-in page, a proxy or a wrong turn of a balancer answers in the issuer's place.
    ...[200, 204, 302, 403, 404].map((status) => [status, /for now.*page of the network/] as const),
  ])('need not sign in anew where the issuer answered %i for a while', async (status, words) => {
    let isDown = false;
    const { issuer, resource } = await startPair({ down: () => (isDown ? status : undefined) });
    const folder = shelfFolder();
    await signIn(folder, oauthServer(resource.url));
    const { relay, say } = await open(resource.url, folder, later);
    await say(call('crm', 'whoami'));
    const token = resource.seen.at(-1)?.header?.slice('Bearer '.length) ?? '';
    await (await issuer.provider.AccessToken.find(token))?.destroy();
    isDown = true;
    const said = await relay(call('crm', 'whoami'));
    expect(said).toMatchObject({ acted: false, message: expect.stringMatching(words) });
    isDown = false;
    expect(await say(call('crm', 'whoami'))).toBe('alice');
  });

  it('is renewed only where the renewed credential can be stored: the one before it would be spent for all', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    await signIn(folder, oauthServer(resource.url));
    const disk = { left: 0 };
    const clock = { ahead: 0 };
    const one = await openOn(resource.url, fillingShelf(folder, disk), clock);
    const other = await openOn(resource.url, openShelf(folder), clock);
    // The token is good for ten seconds still.
    clock.ahead = 3_590_000;
    expect(await one.say(call('crm', 'whoami'))).toBe('alice');
    expect(one.lines.join('\n')).toContain('could not be stored (ENOSPC: no space left): free space there');
    clock.ahead = 3_700_000;
    const message = expect.stringMatching(/^crm cannot be signed in to: .* could not be stored \(ENOSPC/);
    expect(await one.relay(call('crm', 'whoami'))).toMatchObject({ kind: 'failed', acted: false, message });
    expect(refreshes(issuer.log)).toBe(0);
    disk.left = Number.POSITIVE_INFINITY;
    expect(await one.say(call('crm', 'whoami'))).toBe('alice');
    expect(await other.say(call('crm', 'whoami'))).toBe('alice');
    expect(refreshes(issuer.log)).toBe(1);
  });

  it('goes on with a renewed credential that could not be stored, and keeps others from what was spent for it', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    await signIn(folder, oauthServer(resource.url));
    // There was room for it until it was renewed.
    const disk = { left: 1 };
    const clock = { ahead: 0 };
    const one = await openOn(resource.url, fillingShelf(folder, disk), clock);
    const other = await openOn(resource.url, openShelf(folder), clock);
    clock.ahead = 3_700_000;
    expect(await one.say(call('crm', 'whoami'))).toBe('alice');
    expect(one.lines.join('\n')).toMatch(/could not be stored \(ENOSPC.*it is used here, .*sallyport login crm/);
    const waits = other.say(call('crm', 'whoami'));
    clock.ahead *= 2;
    expect(await one.say(call('crm', 'whoami'))).toBe('alice');
    expect(refreshes(issuer.log)).toBe(2);
    disk.left = Number.POSITIVE_INFINITY;
    expect(await waits).toBe('alice');
    expect(refreshes(issuer.log)).toBe(2);
    expect(one.lines.join('\n')).toContain('is stored now');
  });

  it('has to sign in anew when the refresh token was taken back', async () => {
    const { issuer, resource } = await startPair();
    const folder = shelfFolder();
    const server = oauthServer(resource.url);
    await signIn(folder, server);
    const { relay, say, lines } = await open(resource.url, folder, later);
    await say(call('crm', 'whoami'));
    const registered = issuer.log.filter((line) => line === 'POST /reg').length;
    await takeBack(issuer, resource.seen.at(-1)?.header?.slice('Bearer '.length) ?? '');
    const said = await relay(call('crm', 'whoami'));
    expect(said).toMatchObject({
      kind: 'failed',
      acted: false,
      message: expect.stringContaining('sallyport login crm'),
    });
    expect(lines.join('\n')).toContain('invalid_grant');
    await signIn(folder, server);
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    // The client is the same: it was not what was taken back.
    expect(issuer.log.filter((line) => line === 'POST /reg')).toHaveLength(registered);
  });

  it('sends its token nowhere but to the server, and not to where that redirects', async () => {
    const { issuer } = await startPair();
    const seen: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200).end();
    });
    let url = '';
    let isMoved = false;
    const check = checkedBy(issuer, () => url);
    const resource = await startResource({
      issuer: issuer.origin,
      check,
      moved: () => (isMoved ? elsewhere : undefined),
    });
    url = resource.url;
    const folder = shelfFolder();
    await signIn(folder, oauthServer(url));
    const { relay, say } = await open(url, folder);
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    isMoved = true;
    expect(await relay(call('crm', 'whoami'))).toMatchObject({
      message: expect.stringContaining('redirects are not followed'),
    });
    expect(seen).toEqual([]);
  });

  it('is told when what was stored cannot be read, and can sign in anew', async () => {
    const { resource } = await startPair();
    const folder = shelfFolder();
    const server = oauthServer(resource.url);
    await signIn(folder, server);
    const shelf = openShelf(folder);
    const [name = ''] = (await shelf.list()).filter((each) => each.endsWith('.vault.json'));
    await shelf.replace(name, '{"v":1,');
    const { upstreams, lines, say } = await open(resource.url, folder);
    expect(upstreams.standings()[0]).toMatchObject({ state: 'waiting-for-login' });
    expect(lines.join('\n')).toContain('is damaged');
    await signIn(folder, server);
    expect(await say(call('crm', 'whoami'))).toBe('alice');
  });
});

describe('who signs in while it is being looked whether anybody has', () => {
  /** Looks at the shelf are held once they have seen what is there, until they are let go. */
  function slowly(folder: string) {
    const shelf = openShelf(folder);
    const held: (() => void)[] = [];
    let skipped = Number.POSITIVE_INFINITY;
    const list = async (): Promise<readonly string[]> => {
      const names = await shelf.list();
      if (skipped-- <= 0) await new Promise<void>((resolve) => held.push(resolve));
      return names;
    };
    const authorize: UpstreamsOptions['authorize'] = async (upstream, server, config) =>
      openAuthorization({
        ...{ upstream, server, config, shelf: { ...shelf, list }, keychain: noKeychain },
        ...{ now: Date.now, log: () => {} },
      });
    return {
      authorize,
      /** Holds the look after so many from now on. */
      hold: (after = 0): void => {
        skipped = after;
      },
      isHeld: (): Promise<void> => until(() => held.length > 0, 'somebody is looking'),
      letGo: (): void => {
        skipped = Number.POSITIVE_INFINITY;
        for (const go of held.splice(0)) go();
      },
    };
  }

  it('is found by a call that came after it, though it waits for a look that began before', async () => {
    const { resource } = await startPair();
    const folder = shelfFolder();
    const slow = slowly(folder);
    const { relay, say } = await ready({ crm: oauthServer(resource.url) }, { authorize: slow.authorize });
    expect(await relay(call('crm', 'whoami'))).toMatchObject({ message: expect.stringContaining('sallyport login') });
    await openShelf(folder).replace('another', '');
    slow.hold();
    const before = relay(call('crm', 'whoami'));
    await slow.isHeld();
    await signIn(folder, oauthServer(resource.url));
    const after = say(call('crm', 'whoami'));
    slow.letGo();
    await before;
    expect(await after).toBe('alice');
  });

  it.each([0, 1, 2])(
    'is found by a call that waits for a connection begun before, whichever look was the last (%i)',
    async (looks) => {
      const { resource } = await startPair();
      const folder = shelfFolder();
      const slow = slowly(folder);
      slow.hold(looks);
      const { upstreams, say } = rig({ crm: oauthServer(resource.url) }, { authorize: slow.authorize });
      upstreams.start();
      await slow.isHeld();
      await signIn(folder, oauthServer(resource.url));
      const after = say(call('crm', 'whoami'));
      slow.letGo();
      expect(await after).toBe('alice');
    },
  );
});
