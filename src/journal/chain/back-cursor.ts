import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PayloadStore } from '../payload/store.ts';
import type { Placed } from './cursor.ts';
import { decodeLine } from './line.ts';
import { isPayloadLine, readAt } from './line-reader.ts';
import { segmentFile } from './segment.ts';

const CHUNK = 262_144;
const NEWLINE = 10;

/** Reads these segments of one chain from its last record to its first, as far as it went when each was begun. */
export class BackCursor {
  readonly writer: string;
  readonly #records: AsyncGenerator<Placed, void, undefined>;

  /** `cut`: the first sequence number of the segment behind these. */
  constructor(dir: string, writer: string, segments: readonly number[], cut = Number.POSITIVE_INFINITY) {
    this.writer = writer;
    this.#records = backThrough(dir, writer, segments, cut);
  }

  /** The record before; undefined where there is none. Lines that are no records are skipped, as by `ChainCursor`. */
  async next(): Promise<Placed | undefined> {
    return (await this.#records.next()).value ?? undefined;
  }
}

async function* backThrough(
  dir: string,
  writer: string,
  segments: readonly number[],
  behind: number,
): AsyncGenerator<Placed, void> {
  /** The first sequence number of the next segment: records from it on were abandoned. */
  let cut = behind;
  for (const n of segments.toReversed()) {
    const store = new PayloadStore(dir, { writer, n });
    let first = cut;
    for await (const line of linesBackwards(join(dir, segmentFile({ writer, n })))) {
      const record = isPayloadLine(line) ? undefined : decodeLine(line.toString('utf8'));
      if (record === undefined) continue;
      first = record.seq;
      if (record.seq < cut) yield { record, at: record.at, store };
    }
    cut = first;
  }
}

/** Whole lines without their newlines, the last first. Like `LineReader` it holds no file open. */
async function* linesBackwards(path: string): AsyncGenerator<Buffer, void> {
  let start = await sizeOf(path);
  let held: Buffer = Buffer.alloc(0);
  // What stands behind the last newline is no whole line.
  let isWhole = false;
  while (start > 0) {
    // A line longer than a chunk is read in ever longer ones, so that it is not copied again and again.
    const length = Math.min(start, Math.max(CHUNK, held.length));
    start -= length;
    held = Buffer.concat([await readAt(path, start, length), held]);
    let end = held.length;
    for (let newline = held.lastIndexOf(NEWLINE); newline !== -1; newline = before(held, newline)) {
      if (isWhole) yield held.subarray(newline + 1, end);
      isWhole = true;
      end = newline;
    }
    held = held.subarray(0, end);
  }
  if (isWhole) yield held;
}

/** Where the newline before this one stands. An offset of -1 would count from the end. */
const before = (bytes: Buffer, newline: number): number =>
  newline === 0 ? -1 : bytes.lastIndexOf(NEWLINE, newline - 1);

/** A file that was removed meanwhile, with age, has nothing to read. */
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
