import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contents, inThrees, type Look, markOf, type Span } from './contents.ts';
import { type SegmentName, segmentFile } from './segment.ts';

/** What a segment that is written no more is known by, so that it need not be read. */
export interface Summary extends Look {
  readonly first: { readonly seq: number; readonly at: number } | undefined;
  readonly last: number | undefined;
  readonly latest: number;
  readonly left: number | undefined;
  /** Of the sessions that stand in it. */
  readonly marks: Uint32Array;
}

/** Beside its segment, and removed when that is gone. */
export const contentsFile = ({ writer, n }: SegmentName): string => `${writer}-${n}.sessions`;

/** The file of the segment that a file says something of; also of a draft that somebody left. Undefined for other files. */
export function helpedBy(name: string): string | undefined {
  const [segment, ending] = name.split('.');
  return ending === 'sessions' ? `${segment}.jsonl` : undefined;
}

const VERSION = 2;
/** The first line under the seal. */
type Head = Omit<Summary, 'marks'> & { readonly v: number };

export function summaryOf({ size, mtimeMs, first, last, latest, left, spans }: Contents): Summary {
  return { size, mtimeMs, first, last: last?.seq, latest, left, marks: Uint32Array.from(spans.keys(), markOf) };
}

/**
 * Keeps what a segment holds, sealed with our key: the file is a help, and whoever could leave a session out of it would
 * make what the session has seen forgotten. Not durable, since half a file has no seal; nothing is lost without it.
 */
export async function keepContents(dir: string, name: SegmentName, contents: Contents, key: Buffer): Promise<void> {
  const { size, mtimeMs, first, last, latest, left, spans } = contents;
  const head: Head = { v: VERSION, size, mtimeMs, first, last: last?.seq, latest, left };
  const lines = [head, [...spans.keys()], ...spans.values()].map((line) => JSON.stringify(line));
  const text = lines.join('\n');
  const file = join(dir, contentsFile(name));
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, `${sealOf(name, text, key)}\n${text}`, { mode: 0o600 });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/** What is kept of a segment that still is as it was then; undefined where nothing is, or it is not ours. */
export async function keptContents(
  dir: string,
  name: SegmentName,
  { size, mtimeMs }: Look,
  key: Buffer,
): Promise<{ readonly summary: Summary; spansOf(session: string): Span[] } | undefined> {
  const kept = await readFile(join(dir, contentsFile(name)), 'utf8').catch(() => undefined);
  const seam = kept?.indexOf('\n') ?? -1;
  if (kept === undefined || seam === -1) return undefined;
  const [seal, text] = [Buffer.from(kept.slice(0, seam)), kept.slice(seam + 1)];
  const expected = Buffer.from(sealOf(name, text, key));
  if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) return undefined;
  // From here on it is what one of us wrote.
  const [head = '', keys = '', ...lines] = text.split('\n');
  const { v, first, last, latest, left, ...seen } = JSON.parse(head) as Head;
  if (v !== VERSION || seen.size !== size || seen.mtimeMs !== mtimeMs) return undefined;
  const sessions = JSON.parse(keys) as string[];
  return {
    summary: { size, mtimeMs, first, last, latest, left, marks: Uint32Array.from(sessions, markOf) },
    spansOf: (session) => inThrees(JSON.parse(lines[sessions.indexOf(session)] ?? '[]') as number[]),
  };
}

const sealOf = (name: SegmentName, text: string, key: Buffer): string =>
  createHmac('sha256', key)
    .update(`sessions of ${segmentFile(name)}\n${text}`)
    .digest('base64url');
