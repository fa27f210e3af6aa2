import { acceptServer, type Wish, wishOf } from '../../catalog/lockfile/accept.ts';
import { compareServers, type Difference } from '../../catalog/lockfile/compare.ts';
import { lockServer } from '../../catalog/lockfile/lock.ts';
import type { LockedServer } from '../../catalog/lockfile/lockfile.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Configuration } from '../settings.ts';
import { type LockedFile, openLockfile, saveLockfile } from './file.ts';
import { hide, look } from './look.ts';
import { listOffers, type OffersOptions } from './offers.ts';

export type { Wish } from '../../catalog/lockfile/accept.ts';
export type { Grade } from '../../catalog/lockfile/change.ts';
export type { Difference } from '../../catalog/lockfile/compare.ts';
export type { Locked, LockedServer } from '../../catalog/lockfile/lockfile.ts';

/** What was accepted beside what is offered now. */
export interface Survey {
  readonly file: LockedFile;
  readonly offered: ReadonlyMap<string, LockedServer>;
  /** By server, in their order; servers that could not be asked have none. */
  readonly differences: readonly Difference[];
  /** Servers that could not be asked, and what to do about it. */
  readonly missing: ReadonlyMap<string, string>;
}

export interface SurveyOptions extends OffersOptions {
  /** The lockfile; the one beside the configuration unless told. */
  readonly lockfile?: string | undefined;
}

/** Looks at what the lockfile has and what servers offer. The lockfile is read first: where it is broken no server is started. */
export async function survey(configuration: Configuration, state: StateDir, options: SurveyOptions): Promise<Survey> {
  const { loaded } = configuration;
  const file = await openLockfile(options.lockfile ?? configuration.lockPath);
  const { listings, missing } = await listOffers(configuration, state, options);
  const offered = new Map<string, LockedServer>();
  for (const [name, listing] of listings) {
    const server = loaded.config.servers[name];
    if (server !== undefined) offered.set(name, lockServer(listing, server, hide));
  }
  const isWanted = (name: string): boolean => options.servers?.has(name) !== false;
  const names = new Set([...file.lockfile.servers.keys(), ...offered.keys()]);
  const differences = [...names].sort().flatMap((name) => {
    // A server that is configured and silent, or switched off, has not vanished.
    if (!isWanted(name) || (!offered.has(name) && Object.hasOwn(loaded.config.servers, name))) return [];
    return compareServers(name, file.lockfile.servers.get(name), offered.get(name), look);
  });
  return { file, offered, differences, missing };
}

/** Locks servers that are not in the lockfile yet; what is there stays as it is. Returns which, and whether anything was written. */
export async function lockNew({ file, offered }: Survey): Promise<readonly string[]> {
  const servers = new Map(file.lockfile.servers);
  const fresh = [...offered.keys()].filter((name) => !servers.has(name)).sort();
  for (const name of fresh) {
    const server = offered.get(name);
    if (server !== undefined) servers.set(name, server);
  }
  // Written even where nothing is new: a file of another form is put into ours only when it has to change anyway.
  if (fresh.length > 0 || file.text === undefined) await saveLockfile(file, { servers });
  return fresh;
}

export const wishesOf = (targets: readonly string[]): readonly Wish[] => targets.map(wishOf);

/** Of all differences, those that a wish is about. */
export const wanted = ({ differences }: Survey, { server, name }: Wish): readonly Difference[] =>
  differences.filter((one) => one.server === server && (name === undefined || one.name === name || one.was === name));

/** Grants wishes: writes the lockfile with what was taken. False where that changes nothing. */
export function take(
  { file, offered, differences }: Survey,
  wishes: readonly Wish[],
  isConfirmed: boolean,
): Promise<boolean> {
  const servers = new Map(file.lockfile.servers);
  for (const wish of wishes) {
    const about = differences.filter(({ server }) => server === wish.server);
    const after = offered.get(wish.server);
    // A server that could not be asked has not vanished, and keeps what it had.
    if (after === undefined && !about.some(({ kind, what }) => kind === 'server' && what === 'vanished')) continue;
    const next = acceptServer(servers.get(wish.server), after, about, wish, isConfirmed);
    if (next === undefined) servers.delete(wish.server);
    else servers.set(wish.server, next);
  }
  return saveLockfile(file, { servers });
}
