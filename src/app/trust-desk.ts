import os from 'node:os';
import type { Loaded } from '../config/load.ts';
import { configurationHash, launchHash, openTrust, type Trusted, type TrustStore } from '../journal/trust.ts';
import type { Journal } from '../model/journal.ts';

/** What a configuration runs, as a person would be asked about it. */
export function launchesOf(loaded: Loaded): Pick<Trusted, 'what' | 'name' | 'hash'>[] {
  return Object.entries(loaded.config.servers).map(([name, server]) => ({
    what: 'command',
    name,
    hash: launchHash(server),
  }));
}

export const configurationOf = (loaded: Loaded): Pick<Trusted, 'what' | 'name' | 'hash'> => ({
  what: 'configuration',
  name: loaded.path,
  hash: configurationHash(loaded.path, loaded.text),
});

/** Says which servers may run: those a person has looked at, or all where `--trust` was given, which is recorded. */
export interface TrustDesk {
  isTrusted(upstream: string): boolean;
}

export async function openTrustDesk(
  loaded: Loaded,
  file: string,
  journal: Journal,
  {
    unattended,
    isFound,
    now,
    log,
  }: { unattended: boolean; isFound: boolean; now: () => number; log: (line: string) => void },
): Promise<TrustDesk> {
  const store = openTrust(file, log);
  const launches = new Map(launchesOf(loaded).map((launch) => [launch.name, launch.hash]));
  const configuration = configurationOf(loaded);
  if (unattended) await trustAll(store, [configuration, ...launchesOf(loaded)], journal, now());
  return {
    isTrusted(upstream) {
      const hash = launches.get(upstream);
      if (hash === undefined || !store.isTrusted(hash)) return false;
      return !isFound || store.isTrusted(configuration.hash);
    },
  };
}

async function trustAll(
  store: TrustStore,
  wanted: readonly Pick<Trusted, 'what' | 'name' | 'hash'>[],
  journal: Journal,
  at: number,
): Promise<void> {
  const fresh = wanted.filter(({ hash }) => !store.isTrusted(hash));
  if (fresh.length === 0) return;
  const by = `${os.userInfo().username} (--trust)`;
  for (const { what, name, hash } of fresh) await journal.write({ kind: 'trust', what, name, hash, by });
  await store.trust(fresh.map((one) => ({ ...one, by, at })));
}
