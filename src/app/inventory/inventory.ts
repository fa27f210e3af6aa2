import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Lockfile } from '../../catalog/lockfile/lockfile.ts';
import type { Find, Seen } from '../../discover/find.ts';
import { mergeSeen } from '../../discover/merging.ts';
import { seeOwn } from '../../discover/sources/own.ts';
import { readRecords } from '../../journal/reading.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { foldUsage, noUsage, type Usage } from '../../projections/usage.ts';
import { readSnapshot } from '../discovering/snapshot.ts';
import { seeSecrets } from '../discovering.ts';
import { openLockfile } from '../locking/file.ts';
import { lockfileOf } from '../locking/place.ts';
import { aboutState, aboutThis, CONFIG_FILE, type ConfigPlace, findConfig } from '../places/config-place.ts';
import { readConfiguration } from '../settings.ts';
import { type AgentStock, agentStock, type Settings } from './agents.ts';
import { type ServerStock, serverStock } from './servers.ts';

export interface InventoryWish {
  /** Unless told: what `findConfig` finds. */
  readonly config?: string | undefined;
  readonly place?: ConfigPlace | undefined;
  readonly lockfile?: string | undefined;
  readonly state: StateDir;
  /** Uses count from here on. */
  readonly since: number;
  /** Told how many records were read. */
  readonly progress?: (records: number) => void;
  /** Another folder and home than these: for tests. */
  readonly folder?: string;
  readonly home?: string;
}

export interface Inventory {
  /** The configuration; undefined where there is none. */
  readonly config: string | undefined;
  readonly agents: readonly AgentStock[];
  readonly servers: readonly ServerStock[];
  /** What was discovered and is not in the configuration. */
  readonly others: readonly Find[];
  /** When was last looked for them. */
  readonly discovered: number | undefined;
  /** When the record begins. */
  readonly begins: number | undefined;
  /** Chains of the record that a later version of Sallyport wrote: uses in them are not counted. */
  readonly later: readonly string[];
  readonly notes: readonly string[];
}

/** Puts together what the configuration, the lockfile, the last discovery and the record say. Throws where one cannot be read. */
export async function takeInventory(wish: InventoryWish): Promise<Inventory> {
  const notes: string[] = [];
  const { config, file, lockfile, isThere } = await settingsOf(wish, notes);
  const later = new Set<string>();
  const usage = await usageIn(wish, isThere ? file : undefined, later);
  const snapshot = await readSnapshot(wish.state);
  const times = Object.values(snapshot?.sources ?? {}).map(({ at }) => at);
  const before = Object.values(snapshot?.sources ?? {}).flatMap(({ seen }) => seen);
  // The configuration is read as it is now: it may have been changed since it was discovered.
  const own = isThere ? (await seeOwn([file], process.env, seeSecrets)).seen : [];
  const finds = mergeSeen([...before.filter((seen) => !isOf(seen, file)), ...own]);
  const looked = new Set(before.flatMap(({ keys }) => keys));
  if (snapshot === undefined)
    notes.push(`nothing was discovered yet: sallyport discover${aboutState(wish.state.root)}`);
  const servers = Object.entries(config.servers).map(([name, server]) =>
    serverStock(name, server, {
      usage,
      lockfile,
      find: finds.find(
        (each) => isConfigured(each, name, file) && each.seen.some(({ keys }) => keys.some((key) => looked.has(key))),
      ),
    }),
  );
  const added = servers.flatMap(({ server, standing }) => (standing === undefined ? [server] : []));
  if (snapshot !== undefined && added.length > 0) {
    const discover = `sallyport discover${aboutThis({ file }, wish.state.root)}`;
    notes.push(
      `whether somebody reaches these without Sallyport is looked for by \`${discover}\`: ${added.join(', ')}`,
    );
  }
  const unlocked = Object.keys(config.servers).filter((name) => !lockfile.servers.has(name));
  if (unlocked.length > 0) {
    const lock = `sallyport lock${aboutThis({ file }, wish.state.root)}`;
    notes.push(`of these servers only tools that were called are known, until \`${lock}\`: ${unlocked.join(', ')}`);
  }
  return {
    config: isThere ? file : undefined,
    agents: agentStock({ config, file, lockfile, usage, finds }),
    servers,
    others: finds.filter((find) => find.kind !== 'sallyport' && !isIn(find, file)),
    discovered: times.length === 0 ? undefined : Math.min(...times),
    begins: usage.begins,
    later: [...later],
    notes,
  };
}

/** Reads the whole record, one at a time: what was used long ago is told from what was never used. */
async function usageIn(
  { state, since, progress }: InventoryWish,
  file: string | undefined,
  later: Set<string>,
): Promise<Usage> {
  const usage = noUsage();
  if (!existsSync(state.journal)) return usage;
  let read = 0;
  for await (const { record } of readRecords(state.journal, { file, later: (writer) => void later.add(writer) })) {
    foldUsage(usage, record, since);
    progress?.(++read);
  }
  return usage;
}

interface Read {
  readonly config: Settings;
  readonly file: string;
  readonly lockfile: Lockfile;
  readonly isThere: boolean;
}

async function settingsOf(wish: InventoryWish, notes: string[]): Promise<Read> {
  const { config: named, place: known, folder, home, state } = wish;
  const elsewhere = { ...(folder === undefined ? {} : { folder }), ...(home === undefined ? {} : { home }) };
  const place = known ?? (await findConfig({ config: named, state: state.root, ...elsewhere }));
  if (place === undefined) {
    notes.push(
      `there is no ${CONFIG_FILE} in this folder, and none was adopted: name one with --config to see what is granted`,
    );
    const none = { servers: {}, agents: {}, purposes: {} };
    return { config: none, file: '', lockfile: { servers: new Map() }, isThere: false };
  }
  const { file } = place;
  const { loaded } = await readConfiguration({ place });
  const { lockfile } = wish;
  const locked = await openLockfile(lockfile === undefined ? lockfileOf(loaded.folder) : path.resolve(lockfile));
  return { config: loaded.config, file, lockfile: locked.lockfile, isThere: true };
}

const isOf = ({ source, at }: Seen, file: string): boolean => source === 'sallyport' && at.file === file;

const isIn = ({ seen }: Find, file: string): boolean => seen.some((each) => isOf(each, file));

const isConfigured = ({ seen }: Find, name: string, file: string): boolean =>
  seen.some((each) => isOf(each, file) && each.name === name);

export type { Find } from '../../discover/find.ts';
export type { AgentStock } from './agents.ts';
export type { HeldCredential, ServerStock } from './servers.ts';
