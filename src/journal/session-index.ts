import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../model/caught.ts';
import { type Contents, type Look, markOf, readContents, type Span, spansOf } from './chain/contents.ts';
import { keepContents, keptContents, type Summary, summaryOf } from './chain/contents-file.ts';
import { firstRecord } from './chain/cursor.ts';
import { openChains } from './chain/lease.ts';
import { listChains, type SegmentName, segmentFile, writerTime } from './chain/segment.ts';
import { readTokenKey } from './keys.ts';

/** A segment in which records of a session stand, or may. */
export interface SessionSegment extends SegmentName {
  /** Undefined where the segment must be read whole. */
  readonly spans: readonly Span[] | undefined;
  /** The latest time in its chain before it. */
  readonly before: number;
}

/** A segment that may still grow is known whole, one that is closed by its summary. */
type Known = Contents | Summary;

const isWhole = (known: Known): known is Contents => 'spans' in known;

/**
 * Finds where the records of a session stand, so that reading them costs no more than they are long, however long the whole record.
 * Each segment is read once, by whoever asks first, and later only as far as it has grown. What was found in a closed one is kept
 * in a file beside it (if `isKept`) for later processes. Such a file is a help and never the truth: where it is missing, is
 * not ours, or was made for another size or time, the record itself is read.
 */
export class SessionIndex {
  readonly #dir: string;
  readonly #isKept: boolean;
  readonly #known = new Map<string, Known>();
  /** When those segments began that nobody has had to look into. */
  readonly #began = new Map<string, { readonly seq: number; readonly at: number }>();
  #key: Promise<Buffer | undefined> | undefined;
  /** Only one look at a time: those who ask together share what is read, and no more than one segment is in memory. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(dir: string, { isKept = false } = {}) {
    this.#dir = dir;
    this.#isKept = isKept;
  }

  /** By chain, only the segments in which the session stands. Those that began at `until` or later may be left out. */
  find(session: string, until = Number.POSITIVE_INFINITY): Promise<Map<string, SessionSegment[]>> {
    return this.#inTurn(() => this.#find(session, until));
  }

  /** The marks of all sessions with records in segments that began before `until`: one look answers for many sessions. */
  marks(until: number): Promise<ReadonlySet<number>> {
    return this.#inTurn(async () => {
      const marks = new Set<number>();
      for await (const { known } of this.#looks(until)) {
        for (const mark of isWhole(known) ? summaryOf(known).marks : known.marks) marks.add(mark);
      }
      return marks;
    });
  }

  #inTurn<T>(look: () => Promise<T>): Promise<T> {
    const found = this.#turn.then(look);
    this.#turn = found.catch(() => undefined);
    return found;
  }

  async #find(session: string, until: number): Promise<Map<string, SessionSegment[]>> {
    const chains = new Map<string, { n: number; spans: readonly Span[] | undefined; latest: number }[]>();
    for await (const { name, known } of this.#looks(until)) {
      const { writer, n } = name;
      const looked = chains.get(writer) ?? [];
      chains.set(writer, looked);
      looked.unshift({ n, spans: await this.#spansIn(name, known, session), latest: known.latest });
    }
    const segments = new Map<string, SessionSegment[]>();
    for (const [writer, looked] of chains) {
      const found: SessionSegment[] = [];
      let before = writerTime(writer);
      for (const { n, spans, latest } of looked) {
        if (spans === undefined || spans.length > 0) found.push({ writer, n, spans, before });
        before = Math.max(before, latest);
      }
      if (found.length > 0) segments.set(writer, found);
    }
    return segments;
  }

  /** Chain by chain, each from its last segment to its first, which says what was abandoned in the one before it. */
  async *#looks(until: number): AsyncGenerator<{ readonly name: SegmentName; readonly known: Known }> {
    const chains = await listChains(this.#dir);
    const open = await openChains(this.#dir);
    this.#forgetGone(chains);
    for (const [writer, numbers] of chains) {
      if (writerTime(writer) >= until) continue;
      let cut = Number.POSITIVE_INFINITY;
      for (const n of numbers.toReversed()) {
        const name = { writer, n };
        const began = until === Number.POSITIVE_INFINITY ? undefined : await this.#beginning(name);
        if (began !== undefined && began.at >= until) {
          cut = began.seq;
          continue;
        }
        const known = await this.#look(name, !open.has(writer) || n !== numbers.at(-1), cut);
        if (known === undefined) continue;
        yield { name, known };
        cut = known.first?.seq ?? cut;
      }
    }
  }

  /** What is in a segment as it is now; undefined where it is gone. */
  async #look(name: SegmentName, isClosed: boolean, cut: number): Promise<Known | undefined> {
    const file = segmentFile(name);
    const path = join(this.#dir, file);
    const seen = await lookAt(path);
    const before = this.#known.get(file);
    // If anything goes wrong below, whoever asks next begins anew.
    this.#known.delete(file);
    if (seen === undefined) return undefined;
    let known = before;
    if (!isOf(known, seen, cut) && isClosed) known = (await this.#kept(name, seen))?.summary ?? before;
    if (!isOf(known, seen, cut)) {
      const grown = before !== undefined && isWhole(before) && isCutSo(before, cut) ? before : undefined;
      known = await readContents(path, seen, cut, grown);
    }
    if (!isClosed || !isWhole(known)) this.#known.set(file, known);
    else {
      await this.#keep(name, known);
      this.#known.set(file, summaryOf(known));
    }
    return known;
  }

  async #spansIn(name: SegmentName, known: Known, session: string): Promise<Span[] | undefined> {
    if (isWhole(known)) return spansOf(known, session);
    if (!known.marks.includes(markOf(session))) return [];
    const kept = await this.#kept(name, known);
    // A file that could not be written anew may still leave out what is known by now.
    const isSame = kept?.summary.last === known.last && kept?.summary.left === known.left;
    return isSame ? kept?.spansOf(session) : undefined;
  }

  async #kept(name: SegmentName, seen: Look) {
    const key = await this.#sealingKey();
    return key === undefined ? undefined : keptContents(this.#dir, name, seen, key);
  }

  async #keep(name: SegmentName, contents: Contents): Promise<void> {
    const key = this.#isKept ? await this.#sealingKey() : undefined;
    // Where it cannot be written, the segment is read again.
    if (key !== undefined) await keepContents(this.#dir, name, contents, key).catch(() => undefined);
  }

  #sealingKey(): Promise<Buffer | undefined> {
    this.#key ??= readTokenKey(this.#dir).catch(() => undefined);
    return this.#key;
  }

  async #beginning(name: SegmentName) {
    const file = segmentFile(name);
    const known = this.#known.get(file)?.first ?? this.#began.get(file) ?? (await firstRecord(this.#dir, name));
    if (known !== undefined) this.#began.set(file, { seq: known.seq, at: known.at });
    return known;
  }

  #forgetGone(chains: ReadonlyMap<string, readonly number[]>): void {
    const there = new Set([...chains].flatMap(([writer, ns]) => ns.map((n) => segmentFile({ writer, n }))));
    for (const map of [this.#known, this.#began]) for (const file of map.keys()) if (!there.has(file)) map.delete(file);
  }
}

/** Whether nothing abandoned is in it, and nothing else was left out: who puts a segment there for a moment must hide nothing. */
const isCutSo = ({ last, left }: Known, cut: number): boolean =>
  ((typeof last === 'number' ? last : last?.seq) ?? -1) < cut && (left ?? cut) >= cut;

/** Whether it is of the segment as it was seen now, without what was abandoned. */
const isOf = (known: Known | undefined, seen: Look, cut: number): known is Known =>
  known?.size === seen.size && known.mtimeMs === seen.mtimeMs && isCutSo(known, cut);

async function lookAt(path: string): Promise<Look | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { size, mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
