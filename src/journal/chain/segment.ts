import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../model/caught.ts';
import type { Done, Files, OpenFile } from '../disk/files.ts';

/** One file of a chain: records, and before each group of them the payloads that they name. */
export interface SegmentName {
  readonly writer: string;
  /** Counted from 0 in its chain. */
  readonly n: number;
}

/** How many characters of a writer's name are the time its chain began, in base 36. */
export const WRITER_TIME = 9;

/** Milliseconds since 1970. */
export const writerTime = (writer: string): number => Number.parseInt(writer.slice(0, WRITER_TIME), 36);

export const segmentFile = ({ writer, n }: SegmentName): string => `${writer}-${n}.jsonl`;

const NAME = /^([a-z0-9]+)-(\d{1,9})\.jsonl$/;

export function parseSegmentFile(file: string): SegmentName | undefined {
  const found = NAME.exec(file);
  return found?.[1] === undefined ? undefined : { writer: found[1], n: Number(found[2]) };
}

/** All chains of a journal by name, which is by the time they began, with the numbers of their segments in order. */
export async function listChains(dir: string, only?: string): Promise<Map<string, number[]>> {
  const chains = new Map<string, number[]>();
  for (const file of (await namesIn(dir)).sort()) {
    const name = parseSegmentFile(file);
    if (name === undefined || (only !== undefined && name.writer !== only)) continue;
    const numbers = chains.get(name.writer);
    if (numbers === undefined) chains.set(name.writer, [name.n]);
    else numbers.push(name.n);
  }
  for (const numbers of chains.values()) numbers.sort((a, b) => a - b);
  return chains;
}

/** The names in a journal's folder; none where it was never made. */
export async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The segment that is being written. */
export class Segment {
  readonly name: SegmentName;
  readonly #file: OpenFile;
  #size = 0;
  /** Facts of tools that this segment names already. */
  readonly facts: Set<string> = new Set();

  private constructor(name: SegmentName, file: OpenFile) {
    this.name = name;
    this.#file = file;
  }

  static async create(files: Files, dir: string, name: SegmentName): Promise<Segment> {
    return new Segment(name, await createAnew(files, join(dir, segmentFile(name))));
  }

  /** Durable bytes. */
  get size(): number {
    return this.#size;
  }

  /** Writes a group durably, all at once. Whatever part a crash leaves, no record is without its payload. */
  append(bytes: Buffer, done: Done): void {
    this.#file.write(bytes, this.#size, (error) => done(error ?? this.#grow(bytes.length)));
  }

  #grow(bytes: number): NodeJS.ErrnoException | undefined {
    // Writes to a removed file succeed and are lost.
    if (!this.#file.isLinked()) {
      const message = `${segmentFile(this.name)} was removed while it was written`;
      return Object.assign(new Error(message), { code: 'ESTALE' });
    }
    this.#size += bytes;
    return undefined;
  }

  /** Removes what a failed append may have left. False if that failed: then the segment must not be continued. */
  async rewind(): Promise<boolean> {
    try {
      if (!this.#file.isLinked()) return false;
      await this.#file.truncate(this.#size);
      return true;
    } catch {
      return false;
    }
  }

  /** Never rejects: what was durable stays durable. */
  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}

/** Creates a segment. One that exists already was left by our own failed attempt and holds no record: it is replaced. */
async function createAnew(files: Files, path: string): Promise<OpenFile> {
  const options = { durable: true };
  try {
    return await files.create(path, options);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await files.remove(path);
    return files.create(path, options);
  }
}
