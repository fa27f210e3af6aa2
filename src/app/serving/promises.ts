import { promiseOf } from '../../catalog/lockfile/promise.ts';
import type { Listing, Standing } from '../../model/upstreams.ts';
import { hide } from '../locking/look.ts';
import type { Settings } from '../settings.ts';

/**
 * What may be shown of servers that are still starting: what the lockfile has of those that a person lets run. Whoever can
 * write into a folder where a configuration was only found puts nothing before the agent.
 */
export function promisesOf(
  { loaded, lock: { accepted } }: Pick<Settings, 'loaded' | 'lock'>,
  standings: readonly Standing[],
  mayRun: (upstream: string) => boolean,
  at: number,
): readonly Listing[] {
  if (accepted?.isVouched !== true) return [];
  return standings.flatMap(({ upstream, state }) => {
    const locked = accepted.lockfile.servers.get(upstream);
    const server = loaded.config.servers[upstream];
    if (state !== 'starting' || locked === undefined || server === undefined || !mayRun(upstream)) return [];
    return promiseOf(upstream, locked, server, hide, at) ?? [];
  });
}
