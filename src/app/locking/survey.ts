import { acceptServer, type Wish, wishOf } from '../../catalog/lockfile/accept.ts';
import { compareServers, type Difference } from '../../catalog/lockfile/compare.ts';
import { concealServer } from '../../catalog/lockfile/conceal.ts';
import { lockServer } from '../../catalog/lockfile/lock.ts';
import { LOCKED_KINDS, type LockedKind, type LockedServer } from '../../catalog/lockfile/lockfile.ts';
import type { Given } from '../../inspect/secrets/given.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Json } from '../../model/json.ts';
import { givenIn } from '../secrets/given-credentials.ts';
import { concealerOf, repeatedIn } from '../secrets/repeated.ts';
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
  /** What repeats a credential that a server is given. It is hidden in the file. */
  readonly repeats: readonly Repeat[];
  /** Whether the file, as it was written before, has such a credential in what a server says. */
  readonly isLeaky: boolean;
}

/** Something that a server says with a credential in it. */
export interface Repeat {
  readonly server: string;
  readonly kind: LockedKind | 'instructions';
  /** '' for instructions. */
  readonly name: string;
  /** Where the credentials are configured. */
  readonly given: readonly string[];
}

export interface SurveyOptions extends OffersOptions {
  /** The lockfile; the one beside the configuration unless told. */
  readonly lockfile?: string | undefined;
}

/** Looks at what the lockfile has and what servers offer. The lockfile is read first: where it is broken no server is started. */
export async function survey(configuration: Configuration, state: StateDir, options: SurveyOptions): Promise<Survey> {
  const { loaded } = configuration;
  const given = givenIn(configuration);
  const conceal = concealerOf(given);
  const opened = await openLockfile(options.lockfile ?? configuration.lockPath);
  const servers = [...opened.lockfile.servers].map(([name, server]) => [name, concealServer(server, conceal)] as const);
  const file = { ...opened, lockfile: { servers: new Map(servers) } };
  const { listings, missing } = await listOffers(configuration, state, options);
  const offered = new Map<string, LockedServer>();
  const repeats: Repeat[] = [];
  for (const [name, listing] of listings) {
    const server = loaded.config.servers[name];
    if (server === undefined) continue;
    const said = lockServer(listing, server, hide);
    repeats.push(...repeatsIn(name, said, given()));
    offered.set(name, concealServer(said, conceal));
  }
  const isWanted = (name: string): boolean => options.servers?.has(name) !== false;
  const names = new Set([...file.lockfile.servers.keys(), ...offered.keys()]);
  const differences = [...names].sort().flatMap((name) => {
    // A server that is configured and silent, or switched off, has not vanished.
    if (!isWanted(name) || (!offered.has(name) && Object.hasOwn(loaded.config.servers, name))) return [];
    return compareServers(name, file.lockfile.servers.get(name), offered.get(name), look);
  });
  const isLeaky = [...opened.lockfile.servers].some(([name, server]) => repeatsIn(name, server, given()).length > 0);
  return { file, offered, differences, missing, repeats, isLeaky };
}

function repeatsIn(server: string, said: LockedServer, given: Given): Repeat[] {
  const told = (kind: Repeat['kind'], name: string, value: Json): Repeat[] => {
    const places = new Set(repeatedIn(value, given).flatMap((one) => one.given));
    return places.size === 0 ? [] : [{ server, kind, name, given: [...places] }];
  };
  return [
    ...told('instructions', '', said.instructions ?? ''),
    ...LOCKED_KINDS.flatMap((kind) =>
      [...said[kind]].flatMap(([name, locked]) => told(kind, name, { name, ...locked.definition() })),
    ),
  ];
}

/** Locks servers that are not in the lockfile yet, and returns these. Other entries stay, but for credentials in them. */
export async function lockNew({ file, offered, isLeaky }: Survey): Promise<readonly string[]> {
  const servers = new Map(file.lockfile.servers);
  const fresh = [...offered.keys()].filter((name) => !servers.has(name)).sort();
  for (const name of fresh) {
    const server = offered.get(name);
    if (server !== undefined) servers.set(name, server);
  }
  // Written even where nothing is new: a file of another form is put into ours only when it has to change anyway.
  if (fresh.length > 0 || file.text === undefined || isLeaky) await saveLockfile(file, { servers });
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
