import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { earliestOf } from '../model/id.ts';
import { type Entry, type Record, sessionOf } from '../model/record.ts';
import { BackCursor } from './chain/back-cursor.ts';
import { ChainCursor, type Ends, type Found, firstRecord } from './chain/cursor.ts';
import { ChainFollower } from './chain/follower.ts';
import { type TellLater, unlessLater } from './chain/later.ts';
import { listChains, segmentFile, writerTime } from './chain/segment.ts';
import { mayBeFile } from './disk/same-file.ts';
import { namedDigest } from './payload/payload.ts';
import { SessionCursor } from './session-cursor.ts';
import type { SessionIndex } from './session-index.ts';

/** A record as it is read back. */
export interface StoredRecord {
  readonly record: Record;
  /** Its payload's text, secrets tokenised; undefined where it has none, or it was erased, lost or broken. */
  payload(): Promise<string | undefined>;
}

/** Which records to read; by default all. */
export interface RecordFilter {
  /** Milliseconds since 1970, inclusive. */
  readonly since?: number;
  /** Milliseconds since 1970, exclusive. */
  readonly until?: number;
  readonly kinds?: readonly Entry['kind'][];
  readonly session?: string;
  /** For those who ask for one session after another: finds each one's records without reading those of others. */
  readonly index?: SessionIndex;
  /** The beginning of a call's id. */
  readonly call?: string;
  readonly writer?: string;
  /**
   * Only records of processes that served this configuration. Processes of which that is not known count too; so do, where
   * `kinds` names them, the calls that other processes found lost.
   */
  readonly file?: string | undefined;
  /** Set where most payloads will be read: then the current segment of each chain is held in memory. */
  readonly isWhole?: boolean;
  /** How far to read, as `recordEnds` told: for several readings that must agree while the record grows. */
  readonly ends?: Ends;
  /** For those who tell of what can be read: hears of each chain that cannot. Without it such a chain ends the reading with an error. */
  readonly later?: TellLater;
}

/** A way through one chain. */
interface Way {
  readonly writer: string;
  next(): Promise<Found | undefined>;
}

/** The records of all chains by time, then by chain. Each chain's own order is kept, even where a clock went back. */
export async function* readRecords(
  dir: string,
  filter: RecordFilter = {},
): AsyncGenerator<StoredRecord, void, undefined> {
  const dormant = await waysThrough(dir, filter);
  const active: { way: Way; head: Found }[] = [];
  const wake = async (way: Way): Promise<void> => {
    const head = await unlessLater(way.writer, () => way.next(), filter.later);
    if (head !== undefined) active.push({ way, head });
  };
  for (;;) {
    let first = 0;
    for (let i = 1; i < active.length; i++) if (isBefore(active[i], active[first])) first = i;
    const next = active[first];
    // A chain is only opened when the reading has come to the time when it began.
    const sleeping = dormant[0];
    if (sleeping !== undefined && (next === undefined || writerTime(sleeping.writer) <= next.head.at)) {
      dormant.shift();
      await wake(sleeping);
      continue;
    }
    if (next === undefined) return;
    active.splice(first, 1);
    if (filter.until !== undefined && next.head.record.at >= filter.until) continue;
    if (isWanted(next.head.record, filter)) yield stored(next.head, filter.isWhole);
    await wake(next.way);
  }
}

type Active = { readonly way: Way; readonly head: Found } | undefined;

const isBefore = (one: Active, other: Active): boolean =>
  one !== undefined &&
  other !== undefined &&
  (one.head.at < other.head.at || (one.head.at === other.head.at && one.way.writer < other.way.writer));

/**
 * The same from the latest to the first, for those who want the newest and then stop: what is older is not read. Where a
 * clock was set back each record counts by its own time.
 */
export async function* readBackwards(
  dir: string,
  filter: Pick<RecordFilter, 'since' | 'until' | 'kinds' | 'isWhole' | 'later'> = {},
): AsyncGenerator<StoredRecord, void, undefined> {
  const dormant: { way: Way; last: number }[] = [];
  for (const { writer, numbers, cut } of await chainsToRead(dir, filter)) {
    const last = await lastWritten(dir, writer, numbers.at(-1) ?? 0);
    dormant.push({ way: new BackCursor(dir, writer, numbers, cut), last });
  }
  dormant.sort((a, b) => a.last - b.last);
  const active: { way: Way; head: Found }[] = [];
  const wake = async (way: Way): Promise<void> => {
    const head = await unlessLater(way.writer, () => way.next(), filter.later);
    if (head !== undefined) active.push({ way, head });
  };
  for (;;) {
    let latest = 0;
    for (let i = 1; i < active.length; i++) if (isBefore(active[latest], active[i])) latest = i;
    const next = active[latest];
    // A chain is only opened when the reading has come to the time when it was last written.
    const sleeping = dormant.at(-1);
    if (sleeping !== undefined && (next === undefined || sleeping.last >= next.head.at)) {
      dormant.pop();
      await wake(sleeping.way);
      continue;
    }
    if (next === undefined) return;
    active.splice(latest, 1);
    if (isWanted(next.head.record, filter)) yield stored(next.head, filter.isWhole);
    await wake(next.way);
  }
}

/** In the order in which the chains began. One session's lead past all that is not about it. */
async function waysThrough(dir: string, filter: RecordFilter): Promise<Way[]> {
  const { session, until, ends, index, writer: only } = filter;
  if (session === undefined || index === undefined || ends !== undefined) {
    const ways: Way[] = [];
    for (const { writer, numbers, cut } of await chainsToRead(dir, filter)) {
      const cursor = new ChainCursor(dir, writer, numbers[0], cut === undefined ? undefined : numbers.at(-1), ends);
      if (filter.file === undefined || (await mayBeOf(filter.file, dir, writer, filter.later))) ways.push(cursor);
      else if (filter.kinds?.includes('lost') === true) ways.push(lostIn(cursor));
    }
    return ways;
  }
  const standings = [...(await index.find(session, until))].filter(([writer]) => only === undefined || writer === only);
  return standings.map(([writer, standing]) => new SessionCursor(dir, session, writer, standing));
}

/** How far the record goes now. */
export async function recordEnds(dir: string): Promise<Ends> {
  const ends = new Map<string, number>();
  for (const [writer, numbers] of await listChains(dir)) {
    for (const n of numbers) {
      const file = segmentFile({ writer, n });
      ends.set(file, (await stat(join(dir, file))).size);
    }
  }
  return ends;
}

export interface Following {
  readonly signal?: AbortSignal;
  readonly everyMs?: number;
  /** Told whenever it waits for more. */
  readonly caughtUp?: () => void;
  /** What was at its end before this is not read. Milliseconds since 1970. */
  readonly from?: number | undefined;
}

/** Everything that matches, and then whatever is written, until the signal says stop. */
export async function* followRecords(
  dir: string,
  filter: RecordFilter,
  { signal, everyMs = 200, caughtUp, from }: Following,
): AsyncGenerator<StoredRecord, void, undefined> {
  const read = from === undefined ? filter : { ...filter, since: Math.max(from, filter.since ?? from) };
  const followers = new Map<string, ChainFollower>();
  while (signal?.aborted !== true) {
    const found: Found[] = [];
    for (const { writer, numbers } of await chainsToRead(dir, read)) {
      if (!followers.has(writer)) followers.set(writer, new ChainFollower(dir, writer, numbers[0]));
    }
    for (const [writer, follower] of followers) {
      const next = () => unlessLater(writer, () => follower.next(), filter.later);
      for (let one = await next(); one !== undefined; one = await next()) {
        if (isWanted(one.record, filter)) found.push(one);
      }
    }
    // The sort is stable: where times are equal a chain keeps its order.
    for (const placed of found.sort((a, b) => a.record.at - b.record.at)) yield stored(placed);
    caughtUp?.();
    await sleep(everyMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** An id is made by a clock that never goes back, and a record by the machine's, which may be set by as much meanwhile. */
const CLOCK_SET_MS = 86_400_000;

/**
 * All records about the calls whose id begins so; there may be several such calls. What was written before the first of them
 * can have been made is read only where nothing is found after that.
 */
export async function findCall(dir: string, callIdOrPrefix: string): Promise<StoredRecord[]> {
  const made = earliestOf(callIdOrPrefix);
  const found =
    made === undefined ? [] : await collect(readRecords(dir, { call: callIdOrPrefix, since: made - CLOCK_SET_MS }));
  return found.length > 0 ? found : collect(readRecords(dir, { call: callIdOrPrefix }));
}

async function collect(records: AsyncIterable<StoredRecord>): Promise<StoredRecord[]> {
  const found: StoredRecord[] = [];
  for await (const record of records) found.push(record);
  return found;
}

const stored = ({ record, store }: Found, isWhole = false): StoredRecord => ({
  record,
  async payload() {
    const digest = namedDigest(record.entry);
    if (digest === undefined) return undefined;
    if (isWhole) await store.load();
    const found = await store.read(digest);
    return found.state === 'whole' ? found.text : undefined;
  },
});

/** What of a chain is to be read. `cut`: the first sequence number of the segment behind those, where one is left out. */
interface ToRead {
  readonly writer: string;
  readonly numbers: readonly number[];
  readonly cut: number | undefined;
}

/** Chains in the order in which they began, without those outside the asked time, and of each the segments of that. */
async function chainsToRead(dir: string, { since, until, writer: only, later }: RecordFilter): Promise<ToRead[]> {
  const wanted: ToRead[] = [];
  for (const [writer, numbers] of await listChains(dir, only)) {
    if (until !== undefined && writerTime(writer) >= until) continue;
    const rest = [...numbers];
    if (since !== undefined) {
      while (rest[0] !== undefined && (await lastWritten(dir, writer, rest[0])) < since) rest.shift();
    }
    const cut = until === undefined ? undefined : await leaveOut(dir, writer, rest, until, later);
    if (rest.length > 0) wanted.push({ writer, numbers: rest, cut });
  }
  return wanted;
}

/** Takes the segments away that begin long after the asked time, and returns where they do. */
async function leaveOut(
  dir: string,
  writer: string,
  numbers: number[],
  until: number,
  later: TellLater | undefined,
): Promise<number | undefined> {
  let cut: number | undefined;
  for (let n = numbers.at(-1); n !== undefined && numbers.length > 1; n = numbers.at(-1)) {
    const first = await unlessLater(writer, () => firstRecord(dir, { writer, n }), later);
    if (first === undefined || first.at < until + CLOCK_SET_MS) break;
    cut = first.seq;
    numbers.pop();
  }
  return cut;
}

/** A chain says at its beginning which configuration it is about; one whose beginning was removed with age does not. */
async function mayBeOf(file: string, dir: string, writer: string, later: TellLater | undefined): Promise<boolean> {
  const entry = (await unlessLater(writer, () => new ChainCursor(dir, writer).next(), later))?.record.entry;
  return entry?.kind !== 'start' || entry.file === undefined || mayBeFile(entry.file, file);
}

/** The calls that a process found lost: it closes the chains of all who died, whichever configuration they served. */
const lostIn = (way: Way): Way => ({
  writer: way.writer,
  async next() {
    let found = await way.next();
    while (found !== undefined && found.record.entry.kind !== 'lost') found = await way.next();
    return found;
  },
});

/** File systems keep coarser times than our clock. */
const COARSE_MS = 2_000;

async function lastWritten(dir: string, writer: string, n: number): Promise<number> {
  try {
    return (await stat(join(dir, segmentFile({ writer, n })))).mtimeMs + COARSE_MS;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function isWanted({ at, entry }: Record, { since, until, kinds, session, call }: RecordFilter): boolean {
  if (since !== undefined && at < since) return false;
  if (until !== undefined && at >= until) return false;
  if (kinds !== undefined && !kinds.includes(entry.kind)) return false;
  if (session !== undefined && sessionOf(entry) !== session) return false;
  return call === undefined || callOf(entry)?.startsWith(call) === true;
}

const callOf = (entry: Entry): string | undefined =>
  'call' in entry && typeof entry.call === 'string' ? entry.call : undefined;
