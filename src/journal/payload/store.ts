import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineReader, readAt } from '../chain/line-reader.ts';
import { type SegmentName, segmentFile } from '../chain/segment.ts';
import { DIGEST_END, DIGEST_START, type PayloadState, readPayload } from './payload.ts';

/** Where a payload's line is in its file, in bytes, without its newline. */
export interface PayloadLine {
  readonly at: number;
  readonly length: number;
  readonly line: number;
}

/** The payloads of one segment, found by their digests. The file is indexed at the first look and followed as it grows. */
export class PayloadStore {
  readonly file: string;
  readonly path: string;
  readonly #reader: LineReader;
  readonly #places = new Map<string, PayloadLine>();
  #loaded: Buffer | undefined;
  /** Lines that repeat an earlier payload; the first counts. */
  readonly repeated: number[] = [];

  constructor(dir: string, segment: SegmentName) {
    this.file = segmentFile(segment);
    this.path = join(dir, this.file);
    this.#reader = new LineReader(this.path, 'payload');
  }

  async place(digest: string): Promise<PayloadLine | undefined> {
    if (!this.#places.has(digest)) await this.#index();
    return this.#places.get(digest);
  }

  async read(digest: string): Promise<PayloadState | { readonly state: 'missing' }> {
    const place = await this.place(digest);
    if (place === undefined) return { state: 'missing' };
    const end = place.at + place.length;
    // What was written after `load` is read by itself.
    const bytes =
      this.#loaded !== undefined && end <= this.#loaded.length
        ? this.#loaded.subarray(place.at, end)
        : await readAt(this.path, place.at, place.length);
    return readPayload(bytes.toString('utf8'), digest);
  }

  /** Holds the whole segment in memory, for callers that read most of it. Its size is bounded by `record.segment`. */
  async load(): Promise<void> {
    this.#loaded ??= await readFile(this.path).catch(() => undefined);
  }

  /** Everything in it, in the order of the file. */
  async all(): Promise<ReadonlyMap<string, PayloadLine>> {
    await this.#index();
    return this.#places;
  }

  async #index(): Promise<void> {
    for (let line = await this.#reader.next(); line !== undefined; line = await this.#reader.next()) {
      const digest = line.toString('latin1', DIGEST_START, DIGEST_END);
      if (this.#places.has(digest)) this.repeated.push(this.#reader.number);
      else this.#places.set(digest, { at: this.#reader.at, length: line.length, line: this.#reader.number });
    }
  }
}
