import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Done, Files, OpenFile } from './files.ts';

/** One file of a chain, and the payloads of its records beside it. */
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
export const payloadFile = ({ writer, n }: SegmentName): string => `${writer}-${n}.payloads.jsonl`;

const NAME = /^([a-z0-9]+)-(\d{1,9})\.jsonl$/;

export function parseSegmentFile(file: string): SegmentName | undefined {
  const found = NAME.exec(file);
  return found?.[1] === undefined ? undefined : { writer: found[1], n: Number(found[2]) };
}

/** All chains of a journal with the numbers of their segments in order, chains by name: that is by the time they began. */
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

/** A journal that was never written has nothing in it. */
export async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The segment that is being written: two files that grow and fail together. */
export class Segment {
  readonly name: SegmentName;
  readonly #chain: OpenFile;
  readonly #payloads: OpenFile;
  #size = 0;
  #payloadsSize = 0;
  /** Facts of tools that this segment names already. */
  readonly facts: Set<string> = new Set();

  private constructor(name: SegmentName, chain: OpenFile, payloads: OpenFile) {
    this.name = name;
    this.#chain = chain;
    this.#payloads = payloads;
  }

  static async create(files: Files, dir: string, name: SegmentName): Promise<Segment> {
    const [chainPath, payloadsPath] = [join(dir, segmentFile(name)), join(dir, payloadFile(name))];
    const opened: OpenFile[] = [];
    try {
      const payloads = await createAnew(files, payloadsPath, { durable: false });
      opened.push(payloads);
      return new Segment(name, await createAnew(files, chainPath, { durable: true }), payloads);
    } catch (error) {
      for (const file of opened) await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Durable bytes of both files. */
  get size(): number {
    return this.#size + this.#payloadsSize;
  }

  /**
   * Puts a group on disk. Payloads are handed to the kernel first, so that a process killed at any moment leaves no
   * record without its payload; then both files go to disk side by side.
   */
  append(lines: Buffer, payloads: Buffer, done: Done): void {
    let left = payloads.length === 0 ? 1 : 2;
    let failure: NodeJS.ErrnoException | undefined;
    const part: Done = (error) => {
      failure ??= error;
      left--;
      if (left === 0) done(failure ?? this.#grow(lines.length, payloads.length));
    };
    if (payloads.length === 0) this.#chain.write(lines, this.#size, part);
    else {
      this.#payloads.write(payloads, this.#payloadsSize, (refused) => {
        if (refused) done(refused);
        else {
          this.#payloads.sync(part);
          this.#chain.write(lines, this.#size, part);
        }
      });
    }
  }

  #grow(lines: number, payloads: number): NodeJS.ErrnoException | undefined {
    // A removed file takes every write and keeps none.
    if (!this.#chain.isLinked() || !this.#payloads.isLinked()) {
      const message = `${segmentFile(this.name)} or its payloads were removed while they were written`;
      return Object.assign(new Error(message), { code: 'ESTALE' });
    }
    this.#size += lines;
    this.#payloadsSize += payloads;
    return undefined;
  }

  /** Takes back what a failed append may have left. False if that is not certain: the segment must not be continued. */
  async rewind(): Promise<boolean> {
    try {
      if (!this.#chain.isLinked() || !this.#payloads.isLinked()) return false;
      await this.#chain.truncate(this.#size);
      await this.#payloads.truncate(this.#payloadsSize);
      return true;
    } catch {
      return false;
    }
  }

  /** Never rejects: what was durable stays so. */
  async close(): Promise<void> {
    await this.#chain.close().catch(() => undefined);
    await this.#payloads.close().catch(() => undefined);
  }
}

/** Only what an attempt of ours left, that failed half way and holds no record, can have this writer's next name. */
async function createAnew(files: Files, path: string, options: { readonly durable: boolean }): Promise<OpenFile> {
  try {
    return await files.create(path, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await files.remove(path);
    return files.create(path, options);
  }
}
