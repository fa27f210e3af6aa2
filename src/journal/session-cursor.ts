import { join } from 'node:path';
import { type Record, sessionOf } from '../model/record.ts';
import type { Span } from './chain/contents.ts';
import { ChainCursor, type Found } from './chain/cursor.ts';
import { decodeLine } from './chain/line.ts';
import { isPayloadLine, readParts } from './chain/line-reader.ts';
import { segmentFile } from './chain/segment.ts';
import { readPayload } from './payload/payload.ts';
import { PayloadStore } from './payload/store.ts';
import type { SessionSegment } from './session-index.ts';

const NEWLINE = 10;
/** So many bytes are read with the file opened once, and the span that they end in. */
const AT_ONCE = 262_144;

/** Reads what one chain has of one session, from where an index says that it stands. */
export class SessionCursor {
  readonly writer: string;
  readonly #dir: string;
  readonly #session: string;
  readonly #records: AsyncGenerator<Found, void, undefined>;

  constructor(dir: string, session: string, writer: string, segments: readonly SessionSegment[]) {
    this.writer = writer;
    this.#dir = dir;
    this.#session = session;
    this.#records = this.#read(segments);
  }

  async next(): Promise<Found | undefined> {
    return (await this.#records.next()).value ?? undefined;
  }

  async *#read(segments: readonly SessionSegment[]): AsyncGenerator<Found, void, undefined> {
    for (const segment of segments) {
      const given = new Set<number>();
      let isRight = segment.spans !== undefined;
      for await (const { bytes, latest } of this.#pieces(segment)) {
        const found = this.#recordIn(bytes, segment);
        isRight = found !== undefined;
        if (found === undefined) break;
        given.add(found.record.seq);
        yield { ...found, at: Math.max(segment.before, latest) };
      }
      // What does not stand where it should says nothing for the rest: the record itself has the last word.
      if (!isRight) yield* this.#readWhole(segment, given);
    }
  }

  async *#readWhole({ writer, n, before }: SessionSegment, given: ReadonlySet<number>) {
    const cursor = new ChainCursor(this.#dir, writer, n, n);
    for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
      const { record, at } = next;
      if (sessionOf(record.entry) !== this.#session || given.has(record.seq)) continue;
      yield { ...next, at: Math.max(before, at) };
    }
  }

  async *#pieces({ writer, n, spans = [] }: SessionSegment): AsyncGenerator<{ bytes: Buffer; latest: number }> {
    const path = join(this.#dir, segmentFile({ writer, n }));
    for (let i = 0; i < spans.length; ) {
      const some: Span[] = [];
      for (let size = 0; i < spans.length && size < AT_ONCE; i++) {
        const span = spans[i] as Span;
        some.push(span);
        size += span.length;
      }
      const pieces = await readParts(path, some);
      for (let k = 0; k < pieces.length; k++) yield { bytes: pieces[k] as Buffer, latest: (some[k] as Span).latest };
    }
  }

  /** The record of the session that these bytes are, with its payload; undefined where they are something else. */
  #recordIn(bytes: Buffer, { writer, n }: SessionSegment): { record: Record; store: Found['store'] } | undefined {
    if (bytes.at(-1) !== NEWLINE) return undefined;
    const seam = isPayloadLine(bytes) ? bytes.indexOf(NEWLINE) + 1 : 0;
    const record = decodeLine(bytes.toString('utf8', seam));
    if (record === undefined || sessionOf(record.entry) !== this.#session) return undefined;
    const line = bytes.toString('utf8', 0, Math.max(0, seam - 1));
    const read: PayloadStore['read'] = async (digest) => {
      const beside = readPayload(line, digest);
      // Not what was written here, or another record's: the right payload may stand elsewhere in the segment.
      return beside.state === 'broken' ? new PayloadStore(this.#dir, { writer, n }).read(digest) : beside;
    };
    return { record, store: { read, load: async () => undefined } };
  }
}
