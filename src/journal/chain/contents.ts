import { hash } from 'node:crypto';
import { sessionOf } from '../../model/record.ts';
import { decodeLine } from './line.ts';
import { isPayloadLine, LineReader } from './line-reader.ts';

/** How a file was when it was looked at. What is in place of a payload that was erased changes its time alone. */
export interface Look {
  readonly size: number;
  readonly mtimeMs: number;
}

/** A record in its segment: from its payload's line, where it has one, to the end of its own. In bytes. */
export interface Span {
  readonly start: number;
  readonly length: number;
  /** The latest time of its segment up to it. */
  readonly latest: number;
}

/** Which session's records stand where in a segment: a help for reading, made by reading it, and never more than that. */
export interface Contents extends Look {
  /** When its first record was made, and its sequence number; undefined where it has no record. */
  readonly first: { readonly seq: number; readonly at: number } | undefined;
  readonly last: Last | undefined;
  /** The latest time of all its records. */
  readonly latest: number;
  /** The lowest sequence number of what was left out as abandoned; undefined where nothing was. */
  readonly left: number | undefined;
  /** By session, three numbers for each span. */
  readonly spans: Map<string, number[]>;
}

interface Last {
  readonly seq: number;
  readonly start: number;
  readonly hash: string;
}

export const spansOf = ({ spans }: Pick<Contents, 'spans'>, session: string): Span[] =>
  inThrees(spans.get(session) ?? []);

export function inThrees(numbers: readonly number[]): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    const [start = 0, length = 0, latest = 0] = numbers.slice(i, i + 3);
    spans.push({ start, length, latest });
  }
  return spans;
}

/** A short number for a session. Sessions may share one: a segment without the mark has nothing of the session, one with it may. */
export const markOf = (session: string): number => hash('sha256', session, 'buffer').readUInt32LE();

/** So often a segment is read that changes meanwhile. */
const MOST_READINGS = 5;

/**
 * Reads what a segment holds, up to the size that was seen and the sequence number from which on its records were abandoned.
 * What is known of it is taken over, and of no use any more: it is read on from where its last record still stands where it
 * stood, since a group that could not be written may have been taken back.
 */
export async function readContents(
  path: string,
  { size, mtimeMs }: Look,
  cut: number,
  known?: Contents,
): Promise<Contents> {
  const { last } = known ?? {};
  if (known !== undefined && last !== undefined) {
    const reader = new LineReader(path, 'any', size, last.start);
    const line = await reader.next();
    const isThere = line !== undefined && decodeLine(line.toString('utf8'))?.hash === last.hash;
    if (isThere) {
      const { contents, breaks } = await readOn(reader, cut, { ...known, size, mtimeMs });
      if (breaks === '') return contents;
    }
  }
  // What is damaged breaks the chain at the same places again.
  for (let [i, breaks] = [0, '']; i < MOST_READINGS; i++) {
    const reader = new LineReader(path, 'any', size);
    const nothing = { first: undefined, last: undefined, latest: 0, left: undefined, spans: new Map() };
    const read = await readOn(reader, cut, { size, mtimeMs, ...nothing });
    if (read.breaks === breaks) return read.contents;
    breaks = read.breaks;
  }
  throw new Error(`${path} changes again and again while it is read`);
}

interface Reading {
  readonly contents: Contents;
  /** Where a record does not follow the one before it: there the segment is damaged, or was written anew while it was read. */
  readonly breaks: string;
}

async function readOn(reader: LineReader, cut: number, known: Contents): Promise<Reading> {
  let { first, last, latest, left } = known;
  const { spans } = known;
  let payloadAt: number | undefined;
  let link = last?.hash;
  let breaks = '';
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
    if (isPayloadLine(line)) {
      payloadAt = reader.at;
      continue;
    }
    const start = payloadAt ?? reader.at;
    payloadAt = undefined;
    const record = decodeLine(line.toString('utf8'));
    if (record === undefined) continue;
    const { seq, at, hash: lineHash } = record;
    if (link !== undefined && record.prev !== link) breaks += `${reader.at} ${lineHash} `;
    link = lineHash;
    if (seq >= cut) {
      left = Math.min(left ?? seq, seq);
      continue;
    }
    first ??= { seq, at };
    last = { seq, start: reader.at, hash: lineHash };
    latest = Math.max(latest, at);
    const session = sessionOf(record.entry);
    if (session === undefined) continue;
    const of = spans.get(session);
    const length = reader.at + line.length + 1 - start;
    if (of === undefined) spans.set(session, [start, length, latest]);
    else of.push(start, length, latest);
  }
  return { contents: { ...known, first, last, latest, left }, breaks };
}
