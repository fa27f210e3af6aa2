import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { OWN_FOLDER } from '../journal/state/lease.ts';
import type { StateDir } from '../journal/state/state-dir.ts';
import type { Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import type { Listing, Standing } from '../model/upstreams.ts';
import { EVERYTHING } from '../upstream/meta.ts';
import { OpenUpstreams, type UpstreamsOptions } from '../upstream/upstreams.ts';
import { openClock } from './clock.ts';
import { maskedLine } from './masked-line.ts';
import { aboutThis } from './places/config-place.ts';
import { authorizeWith } from './secrets/authorize.ts';
import { Keyring } from './secrets/keyring.ts';
import type { Configuration } from './settings.ts';
import { VERSION } from './version.ts';

export interface BehindOptions {
  readonly isTrusted: (upstream: string) => Promise<boolean>;
  readonly waits?: (upstream: string) => string | undefined;
  /** Resolves when the record can be kept. */
  readonly ready: Promise<unknown>;
  /** What the first client declares it can do. */
  readonly client: Promise<JsonObject>;
  readonly frozen?: NonNullable<UpstreamsOptions['frozen']>;
  readonly log: (line: string) => void;
  /** What servers are given is in no line of the log. It is told of the tokens that they are sent. */
  readonly keyring: Keyring;
  readonly now: () => number;
}

/** The configured servers. They start before the rest is loaded, since their start takes longest. */
export const openBehind = (
  { config, place }: Configuration,
  state: StateDir,
  { keyring, ...options }: BehindOptions,
): OpenUpstreams => {
  const log = (line: string): void => options.log(maskedLine(line, keyring.given()));
  const upstreams = new OpenUpstreams({
    ...options,
    log,
    steady: openClock(options.now),
    servers: config.servers,
    sessionDir: (session) => sessionDir(state, session),
    // References were resolved when the configuration was read.
    resolve: (text) => text,
    identity: { name: 'sallyport', version: VERSION },
    limits: config.limits,
    authorize: authorizeWith(state, log, options.now, aboutThis(place, state.root)),
  });
  keyring.follow(() => upstreams.signedIn());
  return upstreams;
};

/** What servers said when they were started to be looked at. */
export interface Visit {
  readonly listings: ReadonlyMap<string, Listing>;
  /** How each stood at the end; why it failed, where it was being tried again. */
  readonly standings: readonly Standing[];
}

export interface VisitOptions {
  readonly now: () => number;
  /** Told of each list as it comes; of none where a server has nothing to list any more. */
  readonly heard?: (server: string, listing: Listing | undefined) => void;
  /** Told which servers have neither listed nor failed yet, whenever those are others. */
  readonly waits?: Waits | undefined;
}

export type Waits = (servers: readonly string[], all: number) => void;

/** Starts servers only to look at them, and ends them: nobody calls them, and the caller has checked that they may run. */
export async function visit(
  configuration: Configuration,
  servers: Configuration['config']['servers'],
  state: StateDir,
  { now, heard = () => undefined, waits }: VisitOptions,
): Promise<Visit> {
  const upstreams = openBehind({ ...configuration, config: { ...configuration.config, servers } }, state, {
    isTrusted: async () => true,
    ready: Promise.resolve(),
    // What a server offers to some clients alone is looked at too: whoever is served by it has to accept it.
    client: Promise.resolve(EVERYTHING),
    log: () => undefined,
    keyring: new Keyring(configuration),
    now,
  });
  const listings = new Map<string, Listing>();
  upstreams.onListing((name, listing) => {
    if (listing === undefined) listings.delete(name);
    else listings.set(name, listing);
    heard(name, listing);
  });
  // One that failed early is tried again while others are still waited for: why it failed is what counts.
  const last = new Map<string, Standing>();
  const names = Object.keys(servers);
  const tell = (): void =>
    waits?.(
      names.filter((name) => !last.has(name)),
      names.length,
    );
  upstreams.onStanding((standing) => {
    if (standing.state !== 'starting') last.set(standing.upstream, standing);
    tell();
  });
  tell();
  upstreams.start();
  await upstreams.settled();
  const standings = upstreams
    .standings()
    .map((standing) => (standing.state === 'starting' ? (last.get(standing.upstream) ?? standing) : standing));
  await upstreams.close();
  return { listings, standings };
}

function sessionDir(state: StateDir, session: Session): string {
  const dir = path.join(state.sessions, `${session.key}${OWN_FOLDER}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}
