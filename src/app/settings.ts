import path from 'node:path';
import { ConfigError } from '../config/error.ts';
import { type Loaded, loadConfig } from '../config/load.ts';
import { resolveReferences } from '../config/resolve.ts';
import type { Config } from '../config/schema.ts';
import type { CustomSource } from '../inspect/custom/source.ts';
import { didYouMean } from '../model/words/nearest.ts';
import type { Compiled } from '../policy/compile.ts';
import { readInspectorSources } from './inspector-sources.ts';
import type { LockInForce } from './locking/accepted.ts';
import { lockfileOf } from './locking/place.ts';
import { aboutThis, CONFIG_FILE, type ConfigPlace, findConfig, isStray, shellWord } from './places/config-place.ts';

/** What `sallyport serve` was told. */
export interface ServeOptions {
  /** The configuration; by default what `findConfig` finds. */
  readonly config?: string;
  /** The place where an earlier read found the configuration, so that a reload reads the same file. */
  readonly place?: ConfigPlace | undefined;
  readonly agent?: string;
  readonly http?: boolean;
  readonly port?: number;
  readonly host?: string;
  /** Runs what nobody has looked at yet, and records that. For unattended set-ups. */
  readonly trust?: boolean;
  readonly state?: string;
  /** HTTP without a token. */
  readonly allowAnonymous?: boolean;
  readonly names?: Config['names'];
  /** The lockfile; by default the one beside the configuration. */
  readonly lockfile?: string;
}

/** A configuration as it was read, its references resolved. */
export interface Configuration {
  readonly loaded: Loaded;
  /** With values in place of references. */
  readonly config: Config;
  /** Servers that cannot start because a value is missing, and what to do. */
  readonly wanting: ReadonlyMap<string, string>;
  /** Where the file is, and why it is this one. */
  readonly place: ConfigPlace;
  /** Whether the file was only found; a person has to say once that it may be used. */
  readonly isFound: boolean;
  /** The code of the user's own inspectors, as it was read; nothing of it has run. */
  readonly sources: readonly CustomSource[];
  /** Where the lockfile is, or would be. Absolute. */
  readonly lockPath: string;
  /** Whether somebody named the lockfile: then it must exist, and is vouched for. */
  readonly isLockNamed: boolean;
}

/** A configuration whose policy is compiled. */
export interface Governed extends Configuration {
  readonly policy: Compiled;
}

/** A configuration that can be served. */
export interface Settings extends Governed {
  readonly lock: LockInForce;
}

/** Reads everything that decides how to serve. Throws `ConfigError` with every complaint. */
export const readSettings = async (options: ServeOptions, now: number): Promise<Settings> =>
  withLock(await withPolicy(await readConfiguration(options), now));

/** The configuration that a command is about. Throws `ConfigError` where there is none. */
export async function configPlace({ config, place, state }: ServeOptions): Promise<ConfigPlace> {
  const found = place ?? (await findConfig({ config, state }));
  if (found !== undefined) return found;
  const instead =
    'Write one with `sallyport init`, take over that of your clients with `sallyport adopt`, or name one with --config.';
  throw new ConfigError([
    { path: [], what: `there is no ${CONFIG_FILE} in ${process.cwd()}, and nothing was adopted`, instead },
  ]);
}

/** The part that says what to start. Throws `ConfigError`. */
export async function readConfiguration(options: ServeOptions): Promise<Configuration> {
  const place = await configPlace(options);
  const loaded = await loadConfig(place.file);
  refuseStranger(options.agent, loaded.config.agents);
  const sources = await readInspectorSources(loaded);
  const around = { env: process.env, folder: loaded.folder, workspace: process.cwd() };
  const { config, wanting } = await resolveReferences(loaded.config, around);
  const named = options.names === undefined ? config : { ...config, names: options.names };
  const isFound = isStray(place);
  const lockPath = options.lockfile === undefined ? lockfileOf(loaded.folder) : path.resolve(options.lockfile);
  const isLockNamed = options.lockfile !== undefined;
  return { loaded, config: named, wanting, place, isFound, lockPath, isLockNamed, sources };
}

/** Refuses an --agent that is not configured: it would be served without a single grant, and nobody would know why. */
function refuseStranger(agent: string | undefined, agents: Config['agents']): void {
  const known = Object.entries(agents).map(([name, { match }]) => match.launch ?? name);
  if (agent === undefined || known.length === 0 || known.includes(agent)) return;
  const what = `--agent ${agent}: there is no such agent${didYouMean(agent, known)}`;
  throw new ConfigError([{ path: ['agents'], what, instead: `Agents: ${known.join(', ')}.` }]);
}

/** The part that says what may be done. Throws `ConfigError`. The policy is loaded here, so that servers can start meanwhile. */
export async function withPolicy<T extends Configuration>(
  configuration: T,
  now: number,
): Promise<T & Pick<Governed, 'policy'>> {
  const [{ compilePolicy }, { readPacks }] = await Promise.all([
    import('../policy/compile.ts'),
    import('../policy/pack.ts'),
  ]);
  const { config, locate } = configuration.loaded;
  const compilation = compilePolicy({ config, packs: readPacks(), now, locate });
  if (!compilation.ok) throw new ConfigError(compilation.complaints);
  return { ...configuration, policy: compilation.policy };
}

/** The part that says what was accepted of the servers. Throws where the lockfile cannot be used. */
export async function withLock<T extends Configuration>(configuration: T): Promise<T & Pick<Settings, 'lock'>> {
  const [{ readAccepted }, { concealerOf }, { givenIn }] = await Promise.all([
    import('./locking/accepted.ts'),
    import('./secrets/repeated.ts'),
    import('./secrets/given-credentials.ts'),
  ]);
  const { lockPath, isLockNamed, isFound, place } = configuration;
  const lock = await readAccepted(lockPath, isFound && !isLockNamed, concealerOf(givenIn(configuration)));
  if (lock.accepted !== undefined || !isLockNamed) return { ...configuration, lock };
  throw new Error(
    `there is no lockfile ${lockPath}; write it with: sallyport lock${aboutThis(place)} --lockfile ${shellWord(lockPath)}`,
  );
}
