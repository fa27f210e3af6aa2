import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import type { Record } from '../../model/record.ts';
import type { Head } from '../chain/group.ts';
import { readLine } from '../chain/line.ts';
import { LineReader } from '../chain/line-reader.ts';
import { isAbandonment } from '../chain/marker.ts';
import { segmentFile } from '../chain/segment.ts';
import type { Findings, Problem } from './report.ts';

/** Called with each record, and whether it is as it was written and in its place. */
export type Visit = (record: Record, n: number, line: number, intact: boolean) => void;

interface Missing {
  readonly from: number;
  readonly to: number;
  readonly problem: Problem;
}

/**
 * Checks the records of one chain, each against the one before. A line that was touched is reported once, at its own
 * place; the walk goes on from the hash found there.
 */
export class ChainWalk {
  readonly #dir: string;
  readonly #writer: string;
  readonly #found: Findings;
  readonly #visit: Visit;
  /** Gaps are reported at the end: a record that turns up later was moved, not removed. */
  #missing: Missing[] = [];
  /** Lines that are not records as written; whether they were edited or put in shows at the next good record. */
  #broken: { readonly file: string; readonly line: number }[] = [];
  #moved: Problem[] = [];
  #head: Head = { seq: -1, hash: '' };
  #last = { file: '', line: 0 };

  constructor(dir: string, writer: string, found: Findings, visit: Visit) {
    this.#dir = dir;
    this.#writer = writer;
    this.#found = found;
    this.#visit = visit;
  }

  get head(): Head {
    return this.#head;
  }

  /** Where the chain begins after retention removed what was before. */
  beginAt(head: Head): void {
    this.#head = head;
  }

  /** `cut`: the first record of the next segment, where this one was abandoned. Returns the bytes after the last whole line. */
  async segment(n: number, cut: number): Promise<Buffer> {
    const file = segmentFile({ writer: this.#writer, n });
    const reader = new LineReader(join(this.#dir, file), 'record');
    for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
      const read = isUtf8(bytes) ? readLine(bytes.toString('utf8')) : undefined;
      if (this.#head.seq + 1 >= cut) continue;
      this.#line(read, file, n, reader.number);
    }
    return reader.rest;
  }

  end(): void {
    this.#judgeBroken(this.#head.seq + 1 + this.#broken.length);
    for (const { problem } of this.#missing) this.#found.problem(problem);
    for (const problem of this.#moved) this.#found.problem(problem);
  }

  #line(read: { record: Record; intact: boolean } | undefined, file: string, n: number, line: number): void {
    if (read === undefined || !read.intact || read.record.writer !== this.#writer) {
      this.#broken.push({ file, line });
      // Its payload may be untouched: one touched line is one problem.
      if (read !== undefined) this.#visit(read.record, n, line, false);
      return;
    }
    const { record } = read;
    const follows = record.seq === this.#head.seq + 1 && record.prev === this.#head.hash;
    if (this.#broken.length > 0) this.#judgeBroken(follows ? undefined : record.seq);
    if (record.seq <= this.#head.seq) {
      this.#early(record, file, line);
      this.#visit(record, n, line, false);
    } else this.#next(record, file, n, line);
  }

  /** `next` is the record after the broken lines; undefined if nothing is missing between it and the record before them. */
  #judgeBroken(next: number | undefined): void {
    const due = this.#head.seq + 1;
    const what = next === undefined ? 'insertion' : 'edit';
    for (const [i, place] of this.#broken.entries()) {
      const seq = what === 'edit' ? due + i : due;
      const message =
        what === 'edit' ? `this is not what was written as record ${seq}` : 'this line was put in: it is no record';
      this.#found.problem({ what, ...place, seq, message });
    }
    if (next !== undefined && this.#broken.length > 0) {
      const stoodFor = Math.max(0, Math.min(this.#broken.length, next - due));
      this.#last = this.#broken.at(-1) ?? this.#last;
      this.#head = { seq: this.#head.seq + stoodFor, hash: UNKNOWN };
    }
    this.#broken = [];
  }

  #next(record: Record, file: string, n: number, line: number): void {
    const due = this.#head.seq + 1;
    const { seq } = record;
    if (seq > due) {
      const which = seq === due + 1 ? `record ${due} is` : `records ${due} to ${seq - 1} are`;
      const problem: Problem = { what: 'deletion', file, line, seq: due, message: `${which} missing before this line` };
      this.#missing.push({ from: due, to: seq - 1, problem });
    } else if (record.prev !== this.#head.hash && this.#head.hash !== UNKNOWN) {
      const message = `record ${seq} was made to follow another than record ${this.#head.seq}, which was replaced`;
      this.#found.problem({ what: 'edit', ...this.#last, seq: this.#head.seq, message });
    }
    this.#head = { seq, hash: record.hash };
    this.#last = { file, line };
    this.#visit(record, n, line, true);
  }

  /** A record that belongs further up: it was moved from there, or put in. */
  #early(record: Record, file: string, line: number): void {
    const { seq } = record;
    const gap = this.#missing.findIndex(({ from, to }) => from <= seq && seq <= to);
    const whole = this.#missing[gap];
    if (whole === undefined) {
      const message = `a record that claims to be number ${seq} was put in after record ${this.#head.seq}`;
      this.#found.problem({ what: 'insertion', file, line, seq, message });
      return;
    }
    this.#missing.splice(gap, 1, ...splitGap(whole, seq));
    this.#moved.push({ what: 'reordering', file, line, seq, message: `record ${seq} was moved here from further up` });
  }
}

const UNKNOWN = '?';

function splitGap({ from, to, problem }: Missing, seq: number): Missing[] {
  const parts: Missing[] = [];
  if (from < seq) parts.push({ from, to: seq - 1, problem });
  if (seq < to) parts.push({ from: seq + 1, to, problem: { ...problem, seq: seq + 1 } });
  return parts;
}

/** The first record of a segment, where it says that the segment before was abandoned; otherwise infinite. */
export async function abandonedAt(dir: string, writer: string, n: number): Promise<number> {
  const bytes = await new LineReader(join(dir, segmentFile({ writer, n })), 'record').next();
  const read = bytes && readLine(bytes.toString('utf8'));
  return read?.intact === true && isAbandonment(read.record.entry) ? read.record.seq : Number.POSITIVE_INFINITY;
}
