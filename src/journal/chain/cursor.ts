import { join } from 'node:path';
import type { Record } from '../../model/record.ts';
import { PayloadStore } from '../payload/store.ts';
import { decodeLine } from './line.ts';
import { LineReader } from './line-reader.ts';
import { listChains, type SegmentName, segmentFile, writerTime } from './segment.ts';

/** A record, and where its payload is found. */
export interface Placed {
  readonly record: Record;
  /** Its time, but never before that of a record before it in its chain, though a clock was set back. */
  readonly at: number;
  readonly store: PayloadStore;
}

/** The same as it is given to others. */
export interface Found extends Omit<Placed, 'store'> {
  readonly store: Pick<PayloadStore, 'read' | 'load'>;
}

/** Where the reading of each segment ends, in bytes, by the name of its file. Segments without an end do not exist. */
export type Ends = ReadonlyMap<string, number>;

/** Reads one chain from its first record that still exists; goes on where it stopped when more has been written. */
export class ChainCursor {
  readonly writer: string;
  readonly #dir: string;
  #reader: LineReader | undefined;
  #store: PayloadStore | undefined;
  #n: number;
  readonly #to: number;
  readonly #ends: Ends | undefined;
  #latest: number;
  /** The first sequence number of the next segment: records from it on in this segment were abandoned. */
  #cut = Number.POSITIVE_INFINITY;

  /** Only segments `from` to `to` are read. */
  constructor(dir: string, writer: string, from = 0, to = Number.POSITIVE_INFINITY, ends?: Ends) {
    this.#dir = dir;
    this.writer = writer;
    this.#n = from - 1;
    this.#to = to;
    this.#ends = ends;
    this.#latest = writerTime(writer);
  }

  /** The next record; undefined where there is none yet. Lines that are no records are skipped: `verify` reports them. */
  async next(): Promise<Placed | undefined> {
    for (;;) {
      const line = await this.#reader?.next();
      if (line === undefined || this.#store === undefined) {
        if (!(await this.#turn())) return undefined;
        continue;
      }
      const record = decodeLine(line.toString('utf8'));
      if (record === undefined || record.seq >= this.#cut) continue;
      this.#latest = Math.max(this.#latest, record.at);
      return { record, at: this.#latest, store: this.#store };
    }
  }

  /** The segment that is read, and where in it the record begins that was read last. */
  get place(): { readonly n: number; readonly at: number } {
    return { n: this.#n, at: this.#reader?.at ?? 0 };
  }

  /** Goes on behind a record of this segment, read once more; false where it does not stand at that byte. */
  async goBehind({ at, hash }: { readonly at: number; readonly hash: string }): Promise<boolean> {
    this.#reader = this.#readerOf(this.#n, at);
    const line = await this.#reader.next();
    return line !== undefined && decodeLine(line.toString('utf8'))?.hash === hash;
  }

  /** Begins this segment anew. */
  begin(): void {
    if (this.#n >= 0) this.#reader = this.#readerOf(this.#n);
  }

  #readerOf(n: number, at = 0): LineReader {
    return new LineReader(join(this.#dir, segmentFile({ writer: this.writer, n })), 'record', this.#endOf(n), at);
  }

  /** Goes to the next segment, if there is one. */
  async #turn(): Promise<boolean> {
    const numbers = (await listChains(this.#dir, this.writer)).get(this.writer) ?? [];
    const later = numbers.filter((n) => n > this.#n && this.#endOf(n) !== undefined);
    const [n, ...following] = later;
    if (n === undefined || n > this.#to) return false;
    // The old segment may have grown since the last look: it is read to its end first.
    if (this.#reader !== undefined && this.#cut === Number.POSITIVE_INFINITY) {
      this.#cut = await this.#firstSeqOf(later);
      return this.#cut !== Number.POSITIVE_INFINITY;
    }
    this.#n = n;
    this.#reader = this.#readerOf(n);
    this.#store = new PayloadStore(this.#dir, { writer: this.writer, n });
    this.#cut = await this.#firstSeqOf(following);
    return true;
  }

  /** The first sequence number in these segments. Some may have none: a first group that was torn, and could not be cut off. */
  async #firstSeqOf(numbers: readonly number[]): Promise<number> {
    for (const n of numbers) {
      const seq = await firstSeq(this.#dir, this.writer, n);
      if (seq !== Number.POSITIVE_INFINITY) return seq;
    }
    return Number.POSITIVE_INFINITY;
  }

  #endOf(n: number): number | undefined {
    return this.#ends === undefined
      ? Number.POSITIVE_INFINITY
      : this.#ends.get(segmentFile({ writer: this.writer, n }));
  }
}

/** Infinite where the segment has no record yet. */
export const firstSeq = async (dir: string, writer: string, n: number): Promise<number> =>
  (await firstRecord(dir, { writer, n }))?.seq ?? Number.POSITIVE_INFINITY;

/** Past lines that are no records any more: who damages the first must not end the reading of all that follows. */
export async function firstRecord(dir: string, name: SegmentName): Promise<Record | undefined> {
  const reader = new LineReader(join(dir, segmentFile(name)), 'record');
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
    const record = decodeLine(line.toString('utf8'));
    if (record !== undefined) return record;
  }
  return undefined;
}
