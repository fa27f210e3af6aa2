import os from 'node:os';
import path from 'node:path';
import type { Loaded } from '../config/load.ts';
import type { CustomSource } from '../inspect/custom/source.ts';
import { configurationHash, type Launch, launchHash, openTrust, type Trusted } from '../journal/state/trust.ts';
import { messageOf } from '../model/caught.ts';
import type { Journal } from '../model/journal.ts';
import { aboutThis } from './places/config-place.ts';
import type { Configuration } from './settings.ts';

type Trustable = Pick<Trusted, 'what' | 'name' | 'hash'>;

/** The command that tells of held calls, among the names of servers: none of those has a dot. */
export const NOTIFY = 'approvals.notify';

/** What a configuration runs, as a person would be asked about it. */
export function launchesOf({ config, folder }: Pick<Loaded, 'config' | 'folder'>): Trustable[] {
  const launches = Object.entries(config.servers).map(([name, server]): [string, Launch] => [name, server]);
  const [command, ...args] = config.approvals.notify ?? [];
  if (command !== undefined) launches.push([NOTIFY, { command, args, cwd: folder }]);
  return launches.map(([name, launch]) => ({ what: 'command', name, hash: launchHash(launch) }));
}

export const configurationOf = (loaded: Loaded): Trustable => ({
  what: 'configuration',
  name: loaded.path,
  hash: configurationHash(loaded.path, loaded.text),
});

/** Why a server may not run yet, and the command by which a person allows it. */
export interface Bar {
  readonly why: string;
  readonly command: string;
}

/** Of what may not run yet: why, and what lets it. */
export const waitsText = ({ why, command }: Bar): string => `${why}: it waits for \`${command}\` in a terminal`;

/** The user's own inspectors, as a person would be asked about them. */
export const inspectorsOf = (sources: readonly CustomSource[]): Trustable[] =>
  sources.map(({ name, hash }) => ({ what: 'inspector', name, hash }));

/** Says which servers and inspectors may run: those that a person has looked at. A configuration that was only found, too. */
export interface TrustDesk {
  isTrusted(upstream: string): boolean;
  /** Undefined where it may run. */
  bar(upstream: string): Bar | undefined;
  /** Whether a person has said that the configuration itself may be used, as it is now. */
  isAccepted(): boolean;
  /** For `--trust`: trusts everything from now on, or inspectors alone, after recording each that was not trusted. */
  trustAll(journal: Pick<Journal, 'write'>, at: number, only?: 'inspectors'): Promise<void>;
}

export function openTrustDesk(
  { loaded, isFound, sources }: Pick<Configuration, 'loaded' | 'isFound' | 'sources'>,
  file: string,
  log: (line: string) => void,
): TrustDesk {
  const store = openTrust(file, log);
  const configuration = configurationOf(loaded);
  const launches = launchesOf(loaded);
  const about = aboutThis({ file: loaded.path }, path.dirname(file));
  const code = inspectorsOf(sources);
  const hashes = new Map(launches.map((launch) => [launch.name, launch.hash]));
  const given = new Set<string>();
  const trusts = (hash: string): boolean => given.has(hash) || store.isTrusted(hash);
  const bar = (upstream: string): Bar | undefined => {
    const hash = hashes.get(upstream);
    // The file comes first: while it waits, trusting one of its servers would change nothing.
    if (isFound && !trusts(configuration.hash)) {
      const why = `${loaded.path} was only found, and nobody has said that it may be used as it is now`;
      return { why, command: `sallyport trust${about}` };
    }
    if (hash !== undefined && trusts(hash)) return undefined;
    const why = `${upstream} was never run before, or its command has changed`;
    return { why, command: `sallyport trust ${upstream}${about}` };
  };
  return {
    isTrusted: (upstream) => bar(upstream) === undefined,
    bar,
    isAccepted: () => trusts(configuration.hash),
    async trustAll(journal, at, only) {
      const all = only === undefined ? [configuration, ...launches, ...code] : code;
      const fresh = all.filter(({ hash }) => !trusts(hash));
      if (fresh.length === 0) return;
      const by = `${os.userInfo().username} (--trust)`;
      for (const { what, name, hash } of fresh) await journal.write({ kind: 'trust', what, name, hash, by });
      for (const { hash } of fresh) given.add(hash);
      // Not awaited: another process may hold the file.
      store.trust(fresh.map((one) => ({ ...one, by, at }))).catch((error: unknown) => log(messageOf(error)));
    },
  };
}
