import type { Ends } from '../../journal/chain/cursor.ts';
import { readRecords } from '../../journal/reading.ts';
import { type RecordReplay, type Redecision, redeciding } from './records.ts';
import { errorOf, type Fault, faultOf } from './thread.ts';

/** Something that was made of a record, and the number of that record in the order of reading. */
export type Numbered<T> = readonly [number: number, made: T];

/** The next part of one thread's share. */
export interface Share<T> {
  readonly made: readonly Numbered<T>[];
  /** Present in the last: how many records were read, and what kept it from reading on. */
  readonly end?: { readonly read: number; readonly fault?: Fault };
}

/** What is asked for its share, part by part. */
export interface Sharer<T> {
  ask(): Promise<Share<T>>;
}

/** Which sessions are one's own: of so many, each takes one by turns, in the order in which they begin. */
export interface ShareOf {
  readonly index: number;
  readonly of: number;
  /** How far all of them read. */
  readonly ends: Ends;
}

/** Decisions in one part of a share. */
const PART = 64;

/** Reads the whole record, and makes again what was decided in the sessions of one share: the next part with each call. */
export function openShare(
  dir: string,
  replay: RecordReplay,
  { index, of, ends }: ShareOf,
): () => Promise<Share<Redecision>> {
  const { until } = replay;
  const again = redeciding({ ...replay, isOurs: byTurns(index, of) });
  const reading = readRecords(dir, { isWhole: true, ends, ...(until === undefined ? {} : { until }) });
  let read = 0;
  return async () => {
    const made: Numbered<Redecision>[] = [];
    try {
      while (made.length < PART) {
        const { done, value } = await reading.next();
        if (done === true) return { made, end: { read } };
        const one = await again(value);
        if (one !== undefined) made.push([read, one]);
        read++;
      }
    } catch (error) {
      return { made, end: { read, fault: faultOf(error) } };
    }
    return { made };
  };
}

function byTurns(index: number, of: number): (session: string) => boolean {
  const known = new Map<string, boolean>();
  return (session) => {
    let isOurs = known.get(session);
    if (isOurs === undefined) {
      isOurs = known.size % of === index;
      known.set(session, isOurs);
    }
    return isOurs;
  };
}

/** Parts that are asked for ahead: sessions come one after the other, and a thread must not wait while another has one. */
const AHEAD = 16;

/** Puts the shares of all threads together, in the order of the record. */
export async function* inRecordOrder<T>(sharers: readonly Sharer<T>[]): AsyncGenerator<T> {
  const rows = sharers.map((sharer) => new Row(sharer));
  await Promise.all(rows.map((row) => row.fill()));
  for (;;) {
    let first = rows[0] as Row<T>;
    for (const row of rows) if (row.number < first.number) first = row;
    const made = first.take();
    if (made === undefined) break;
    yield made;
    await first.fill();
  }
  if (new Set(rows.map(({ read }) => read)).size > 1)
    throw new Error('the record was changed while it was read: parts of it were removed; run this again');
}

/** What one thread has made and is not put in its place yet. */
class Row<T> {
  readonly #sharer: Sharer<T>;
  readonly #asked: Promise<Share<T>>[] = [];
  #made: readonly Numbered<T>[] = [];
  #at = 0;
  #end: Share<T>['end'];

  constructor(sharer: Sharer<T>) {
    this.#sharer = sharer;
  }

  /** How many records were read, when all were. */
  get read(): number | undefined {
    return this.#end?.read;
  }

  /** The record of what comes next. A fault comes before whatever was made of the record that it is about. */
  get number(): number {
    const next = this.#made[this.#at];
    if (next !== undefined) return next[0];
    return this.#end?.fault === undefined ? Number.POSITIVE_INFINITY : this.#end.read - 0.5;
  }

  /** Undefined at the end. Throws what kept the thread from reading on. */
  take(): T | undefined {
    const next = this.#made[this.#at++];
    if (next !== undefined) return next[1];
    if (this.#end?.fault !== undefined) throw errorOf(this.#end.fault);
    return undefined;
  }

  /** Waits until it is known what comes next. */
  async fill(): Promise<void> {
    while (this.#at >= this.#made.length && this.#end === undefined) {
      while (this.#asked.length < AHEAD) this.#ask();
      const { made, end } = await (this.#asked.shift() as Promise<Share<T>>);
      this.#made = made;
      this.#at = 0;
      this.#end = end;
    }
  }

  #ask(): void {
    const asked = this.#sharer.ask();
    // Looked at when its turn has come, which may be never.
    asked.catch(() => undefined);
    this.#asked.push(asked);
  }
}
