import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { StateDir } from '../journal/state/state-dir.ts';
import type { Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import { type OpenUpstreams, openUpstreams } from '../upstream/upstreams.ts';
import { authorizeWith } from './authorize.ts';
import { aboutThis } from './config-place.ts';
import type { Configuration } from './settings.ts';
import { VERSION } from './version.ts';

export interface BehindOptions {
  readonly isTrusted: (upstream: string) => Promise<boolean>;
  readonly waits?: (upstream: string) => string | undefined;
  /** Resolves when the record can be kept. */
  readonly ready: Promise<unknown>;
  /** What the first client declares it can do. */
  readonly client: Promise<JsonObject>;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

/** The configured servers. They start before the rest is loaded, since their start takes longest. */
export const openBehind = ({ config, place }: Configuration, state: StateDir, options: BehindOptions): OpenUpstreams =>
  openUpstreams({
    ...options,
    servers: config.servers,
    sessionDir: (session) => sessionDir(state, session),
    // References were resolved when the configuration was read.
    resolve: (text) => text,
    identity: { name: 'sallyport', version: VERSION },
    limits: config.limits,
    authorize: authorizeWith(state, options.log, options.now, aboutThis(place, state.root)),
  });

/** Some servers, started only to be looked at: nobody calls them, and the caller has checked that they may run. */
export const openForLook = (
  configuration: Configuration,
  servers: Configuration['config']['servers'],
  state: StateDir,
  now: () => number,
): OpenUpstreams =>
  openBehind({ ...configuration, config: { ...configuration.config, servers } }, state, {
    isTrusted: async () => true,
    ready: Promise.resolve(),
    client: Promise.resolve({}),
    log: () => undefined,
    now,
  });

function sessionDir(state: StateDir, session: Session): string {
  const dir = path.join(state.sessions, `${session.key}.d`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}
