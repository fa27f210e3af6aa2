import { existsSync } from 'node:fs';
import type { StateDir } from '../journal/state/state-dir.ts';
import type { LoggedIn } from '../upstream/oauth/login.ts';
import type { LoggedOut } from '../upstream/oauth/logout.ts';
import { listWishes, type Wish } from '../upstream/oauth/wish.ts';
import { record } from './scribe.ts';
import { openShelf } from './secrets/shelf.ts';
import { systemKeychain } from './secrets/system-keychain.ts';
import type { Configuration } from './settings.ts';
import { UnknownServer } from './unknown-server.ts';

export interface SignIn {
  readonly openUrl: (url: URL) => void;
  readonly port?: number | undefined;
}

/** Has a person sign in to a configured server, and records it. Throws with words for a person. */
export async function signIn(
  upstream: string,
  configuration: Configuration,
  state: StateDir,
  how: SignIn,
): Promise<LoggedIn> {
  const { login } = await import('../upstream/oauth/login.ts');
  const { config, headers, era, transport } = serverOf(upstream, configuration);
  const given = await login({
    ...config,
    upstream,
    headers,
    era,
    transport,
    shelf: openShelf(state.credentials),
    keychain: systemKeychain(),
    now: Date.now,
    ...how,
  });
  const scopes = given.scopes.length === 0 ? '' : ` for ${given.scopes.join(' ')}`;
  await record(state, [
    { kind: 'note', about: 'login', message: `${upstream}: signed in at ${given.issuer}${scopes}` },
  ]);
  return given;
}

/** Forgets what is stored for a configured server, and records it. Throws with words for a person. */
export async function signOut(upstream: string, configuration: Configuration, state: StateDir): Promise<LoggedOut> {
  const { logout } = await import('../upstream/oauth/logout.ts');
  const { config } = serverOf(upstream, configuration);
  const gone = await logout({
    ...config,
    upstream,
    shelf: openShelf(state.credentials),
    keychain: systemKeychain(),
    now: Date.now,
  });
  if (gone.issuer !== undefined) {
    await record(state, [{ kind: 'note', about: 'login', message: `${upstream}: signed out at ${gone.issuer}` }]);
  }
  return gone;
}

/** Forgets everything stored, whatever its key. Returns how many files are gone. */
export async function forgetAll(state: StateDir): Promise<number> {
  const shelf = openShelf(state.credentials);
  const names = await shelf.list();
  for (const name of names) await shelf.remove(name);
  await record(state, [{ kind: 'note', about: 'login', message: 'everything that was signed in to was forgotten' }]);
  return names.length;
}

/** The servers that wait for a person to sign in, as far as a Sallyport has noticed. None in a copy of the record alone. */
export const waitingForLogin = async ({ credentials }: StateDir): Promise<Wish[]> =>
  existsSync(credentials) ? listWishes(openShelf(credentials)) : [];

function serverOf(upstream: string, { config: { servers }, loaded: { path }, wanting }: Configuration) {
  const found = servers[upstream];
  if (found === undefined) throw new UnknownServer(upstream, Object.keys(servers), path);
  const want = wanting.get(upstream);
  if (want !== undefined) throw new Error(`${upstream} cannot be used: ${want}`);
  const { url, auth, headers, era, transport } = found;
  const nobody = `nobody signs in to ${upstream}: it`;
  if (url === undefined)
    throw new Error(
      `${nobody} is a program; where it wants a password or token, give it one in its \`env\` in ${path}`,
    );
  if (auth === undefined) {
    const instead = `where it wants that, write \`auth: { oauth: {} }\` beside its \`url\` in ${path}`;
    throw new Error(`${nobody} has no \`auth\`; ${instead}`);
  }
  if (!URL.canParse(url)) throw new Error(`the \`url\` of ${upstream} is not a whole address; begin it with https://`);
  return { config: { server: new URL(url), config: auth.oauth }, headers, era, transport };
}
