import { parseConfig } from '../../config/load.ts';
import { type Config, configSchema } from '../../config/schema.ts';
import { stateRoot } from '../../journal/state/state-dir.ts';
import type { Inspector } from '../../model/inspector.ts';
import { lockfileOf } from '../locking/place.ts';
import { mountInspectors } from '../mounting.ts';
import { type Configuration, withPolicy } from '../settings.ts';
import { equip, type Workshop } from '../workshop.ts';
import type { ConfigurationText } from './configuration-text.ts';
import { remembering } from './remembering.ts';
import type { RehearsalParts } from './traces.ts';

/** What judges the calls to one set of tools. */
export type Bench = Pick<RehearsalParts, 'inspectors' | 'decide' | 'servers' | 'known'>;

/** Stands for a server of recorded calls. Made apart, since sets of tools may have names that servers may not. */
const RECORDED = configSchema.parse({ servers: { it: { command: 'recorded' } } }).servers
  .it as Config['servers'][string];

/** The configuration of a text that was read already. */
export function configurationOf({ path: file, text, sources }: ConfigurationText): Configuration {
  const loaded = parseConfig(file, text);
  return {
    loaded,
    config: loaded.config,
    wanting: new Map(),
    place: { file: loaded.path, by: 'named' },
    isFound: false,
    lockPath: lockfileOf(loaded.folder),
    isLockNamed: false,
    sources,
  };
}

/**
 * Makes a bench for each set of tools: the configuration, with every set as one more server, so that rules may name them.
 * The returned function rejects with `ConfigError` where the policy cannot be compiled.
 */
export function openBenches(
  base: Configuration,
  toolsets: readonly string[],
  now: number,
  workshop: Workshop,
): (toolset: string) => Promise<Bench> {
  const known = new Map<string, Bench>();
  const make = async (names: readonly string[]): Promise<Omit<Bench, 'known'>> => {
    const given = base.loaded.config;
    const recorded = Object.fromEntries(names.map((name) => [name, RECORDED]));
    const config: Config = { ...given, servers: { ...recorded, ...given.servers } };
    // Nothing here depends on what was accepted in a lockfile: these tools are defined by the recordings.
    const settings = await equip(
      await withPolicy({ ...base, config, loaded: { ...base.loaded, config } }, now),
      workshop,
    );
    const mounted = mountInspectors(settings, stateRoot());
    const once = remembering(mounted.map(({ inspector }) => inspector));
    const inspectors = mounted.map(({ mode }, place) => ({ inspector: once[place] as Inspector, mode }));
    return { inspectors, decide: settings.policy.decide, servers: config.servers };
  };
  let shared: ReturnType<typeof make> | undefined;
  return async (toolset) => {
    let bench = known.get(toolset);
    if (bench === undefined) {
      shared ??= make(toolsets);
      const made = await (toolsets.includes(toolset) ? shared : make([...toolsets, toolset]));
      bench = { ...made, known: new Map() };
      known.set(toolset, bench);
    }
    return bench;
  };
}
