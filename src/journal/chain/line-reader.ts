import { open } from 'node:fs/promises';
import { codeOf, messageOf } from '../../model/caught.ts';

const CHUNK = 262_144;
const NO_BYTES = Buffer.alloc(0);
const NEWLINE = 10;
/** How every line of a payload begins, and no line of a record. */
const PAYLOAD = Buffer.from('{"digest":');

/** Records and payloads are in one file, so that a group of both is one write. */
export type LineKind = 'record' | 'payload' | 'any';

export const isPayloadLine = (line: Buffer): boolean =>
  line.length >= PAYLOAD.length && line[2] === PAYLOAD[2] && line.subarray(0, PAYLOAD.length).equals(PAYLOAD);

/** Reads the lines of one kind of a segment that may still grow. Holds no file open, so that thousands can be read in turn. */
export class LineReader {
  readonly path: string;
  readonly #kind: LineKind;
  readonly #end: number;
  /** The number of the line read last, counted from 1 where the reading began. */
  number = 0;
  /** Where the line read last begins, in bytes from the start of the file. */
  at = 0;
  #held: Buffer = NO_BYTES;
  #start = 0;
  #offset = 0;

  /** Where the reading begins, which must be where a line does, and where it ends, in bytes, however much follows. */
  constructor(path: string, kind: LineKind, end = Number.POSITIVE_INFINITY, start = 0) {
    this.path = path;
    this.#kind = kind;
    this.#end = end;
    this.#offset = start;
  }

  /** The next whole line of its kind without its newline; undefined where there is none yet, or no file. */
  async next(): Promise<Buffer | undefined> {
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) {
      if (this.#kind === 'any' || isPayloadLine(line) === (this.#kind === 'payload')) return line;
    }
    return undefined;
  }

  async #line(): Promise<Buffer | undefined> {
    for (;;) {
      const newline = this.#held.indexOf(NEWLINE, this.#start);
      if (newline !== -1) {
        const line = this.#held.subarray(this.#start, newline);
        this.at = this.#offset - this.#held.length + this.#start;
        this.#start = newline + 1;
        this.number++;
        return line;
      }
      const { length } = this.rest;
      const from = this.#offset - length;
      const wanted = Math.min(Math.max(CHUNK, 2 * length), this.#end - from);
      if (wanted <= length) return undefined;
      // A line is read whole, its beginning again: a group that could not be written may have been taken back since.
      this.#held = await readAt(this.path, from, wanted);
      this.#start = 0;
      this.#offset = from + this.#held.length;
      if (this.#held.length <= length && !this.#held.includes(NEWLINE)) return undefined;
    }
  }

  /** The bytes after the last whole line. */
  get rest(): Buffer {
    return this.#held.subarray(this.#start);
  }
}

/** At most `length` bytes from a position; none where the file ends before it or does not exist. */
export const readAt = async (path: string, start: number, length: number): Promise<Buffer> =>
  (await readParts(path, [{ start, length }]))[0] ?? NO_BYTES;

/** The same for several parts of a file, which is opened once. */
export async function readParts(
  path: string,
  parts: readonly { readonly start: number; readonly length: number }[],
): Promise<Buffer[]> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return parts.map(() => NO_BYTES);
    throw unreadable(path, error);
  }
  try {
    const found: Buffer[] = [];
    for (const { start, length } of parts) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, start);
      found.push(buffer.subarray(0, bytesRead));
    }
    return found;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await handle.close();
  }
}

/** The system's own words do not always name the file. */
function unreadable(path: string, cause: unknown): Error {
  const advice = 'make it readable, or put a copy of it in its place';
  const why = codeOf(cause) ?? messageOf(cause);
  return new Error(`${path}, a part of the record, cannot be read (${why}): ${advice}`, { cause });
}
