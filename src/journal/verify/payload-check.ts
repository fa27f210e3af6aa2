import type { SegmentName } from '../chain/segment.ts';
import { PayloadStore } from '../payload/store.ts';
import type { Findings } from './report.ts';

/** A payload as a record names it. */
export interface NamedPayload {
  readonly seq: number;
  readonly digest: string;
  /** Of the record. Its payload stands directly before it. */
  readonly line: number;
}

/** Why a segment may rightly end in payloads that no record names. */
export interface StoreEnd {
  /** Its chain is being written. */
  readonly isGrowing: boolean;
  /** A crash or a full disk may have ended it. */
  readonly isTorn: boolean;
}

/** Checks the payloads of each segment against the records that name them. */
export class PayloadCheck {
  readonly #dir: string;
  readonly #erased: ReadonlySet<string>;
  readonly #found: Findings;
  #whole = 0;
  #blank = 0;

  constructor(dir: string, erased: ReadonlySet<string>, found: Findings) {
    this.#dir = dir;
    this.#erased = erased;
    this.#found = found;
  }

  get counted(): { whole: number; erased: number } {
    return { whole: this.#whole, erased: this.#blank };
  }

  async segment(name: SegmentName, records: readonly NamedPayload[], end: StoreEnd): Promise<void> {
    const store = new PayloadStore(this.#dir, name);
    await store.load();
    const named = new Set<string>();
    let lastLine = 0;
    let moved: { readonly line: number; readonly seq: number } | undefined;
    for (const { seq, digest, line } of records) {
      named.add(digest);
      const place = await store.place(digest);
      lastLine = Math.max(lastLine, place?.line ?? 0);
      if (place !== undefined && place.line !== line - 1) moved ??= { line: place.line, seq };
      await this.#one(store, digest, seq, place?.line ?? 0);
    }
    const extra: number[] = [];
    for (const [digest, { line }] of await store.all()) if (!named.has(digest)) extra.push(line);
    for (const line of store.repeated) extra.push(line);
    for (const line of extra) {
      if (line > lastLine && end.isGrowing) continue;
      const message = 'no record names this payload';
      if (line > lastLine && end.isTorn)
        this.#found.notice(`${store.file}:${line}: ${message}; its group was never finished`);
      else this.#found.problem({ what: 'insertion', file: store.file, line, message });
    }
    // A line put in or removed elsewhere separates them as well: it was reported then, and one touch is one problem.
    if (moved !== undefined && !this.#found.isTouched(store.file)) {
      const message = `the payload of record ${moved.seq} does not stand before it`;
      this.#found.problem({ what: 'reordering', file: store.file, ...moved, message });
    }
  }

  async #one(store: PayloadStore, digest: string, seq: number, line: number): Promise<void> {
    const { state } = await store.read(digest);
    const isErasedRightly = state === 'erased' && this.#erased.has(digest);
    if (state === 'whole') {
      this.#whole++;
      if (this.#erased.has(digest))
        this.#found.notice(`${store.file}:${line}: to be erased, and still there: erase it again`);
    } else if (isErasedRightly) this.#blank++;
    else {
      const how = {
        missing: 'is missing',
        broken: 'is not what was written',
        erased: 'was blanked without a record of it',
      }[state];
      this.#found.problem({
        what: 'payload',
        file: store.file,
        line,
        seq,
        message: `the payload of record ${seq} ${how}`,
      });
    }
  }
}
