import type { OpenCall } from '../../model/record.ts';
import type { Done, Files } from '../disk/files.ts';
import { type Group, type Head, type Item, writeGroup } from './group.ts';
import { noteItem } from './outage.ts';
import { Segment, segmentFile } from './segment.ts';
import { Sheet } from './sheet.ts';

export interface SegmentsOptions {
  readonly dir: string;
  readonly writer: string;
  readonly files: Files;
  /** Bytes after which a segment is closed. */
  readonly segment: number;
  readonly now: () => number;
  readonly onFault: (message: string) => void;
  /** Called when a segment was full and the next one has begun. */
  readonly onFull?: () => void;
  /** The calls that are in the chain and have no result yet. */
  readonly open: () => readonly OpenCall[];
}

/**
 * The files of one writer's chain, one after another: each group goes to the end of the last, and is part of the chain once
 * it is durable there. One group at a time.
 */
export class Segments {
  readonly #options: SegmentsOptions;
  readonly #sheet = new Sheet();
  #segment: Segment | undefined;
  #next = 0;
  /** Whether the last one ends with something that is not of this chain, and could not be cut off. */
  #isAbandoned = false;
  /** Whether the last one holds nothing yet that was written as a group. */
  #isBare = true;
  #head: Head = { seq: -1, hash: '' };

  constructor(options: SegmentsOptions) {
    this.#options = options;
  }

  /** The last record that is durable. */
  get head(): Head {
    return this.#head;
  }

  /** Calls `done` when the group is durable, or with why it is not: then `rewind` comes before the next one. */
  commit(items: readonly Item[], done: Done): void {
    const segment = this.#segment;
    if (segment !== undefined && segment.size < this.#options.segment) this.#writeTo(segment, items, done);
    else
      void this.#open().then(
        (opened) => this.#writeTo(opened, items, done),
        (error: unknown) => done(errorOf(error)),
      );
  }

  /** After a failed write: nothing of it may be left, or the segment is not continued. */
  async rewind(): Promise<void> {
    if (this.#segment === undefined || (await this.#segment.rewind())) return;
    await this.close();
    this.#isAbandoned = true;
  }

  async close(): Promise<void> {
    await this.#segment?.close();
    this.#segment = undefined;
  }

  #writeTo(segment: Segment, items: readonly Item[], done: Done): void {
    const { seq, hash } = this.#head;
    let group: Group;
    try {
      group = writeGroup(
        this.#isBare ? this.#withOpen(items) : items,
        { seq, hash, writer: this.#options.writer, facts: segment.facts },
        this.#sheet,
      );
    } catch (error) {
      done(errorOf(error));
      return;
    }
    if (group.refused.length > 0) for (const { item, message } of group.refused) this.#refuse(item, message);
    segment.append(group.bytes, (failure) => {
      if (failure !== undefined) return done(failure);
      this.#head = group.head;
      this.#isBare = false;
      if (group.facts.length > 0) for (const facts of group.facts) segment.facts.add(facts);
      done();
    });
  }

  /**
   * A segment begins with the calls that are open: what they were admitted in may be removed before they end, and whoever
   * closes this chain should its process die has to know of them.
   */
  #withOpen(items: readonly Item[]): readonly Item[] {
    const calls = this.#options.open();
    if (calls.length === 0) return items;
    const entry = { kind: 'open', calls } as const;
    return [{ entry, at: this.#options.now(), payload: undefined, tool: undefined, done: undefined }, ...items];
  }

  /** Closes the last one, if there is one, and begins the next. */
  async #open(): Promise<Segment> {
    const { dir, writer, files } = this.#options;
    const isNext = this.#segment !== undefined;
    await this.close();
    const segment = await Segment.create(files, dir, { writer, n: this.#next });
    if (this.#isAbandoned) {
      const last = segmentFile({ writer, n: this.#next - 1 });
      const message = `${last} holds nothing of this chain after record ${this.#head.seq}`;
      const start = { ...this.#head, writer, facts: segment.facts };
      const group = writeGroup([noteItem('abandoned', message, this.#options.now())], start);
      const failure = await appendGroup(segment, group);
      if (failure !== undefined) {
        // Not the last one yet: the next attempt makes this file anew.
        await segment.close();
        throw failure;
      }
      this.#head = group.head;
      this.#isAbandoned = false;
    }
    this.#next++;
    this.#segment = segment;
    this.#isBare = true;
    if (isNext) this.#options.onFull?.();
    return segment;
  }

  /** One that cannot be written at all, such as text that is no JSON: the others of its group are. */
  #refuse(item: Item, message: string): void {
    this.#options.onFault(message);
    item.done?.(message);
  }
}

const errorOf = (error: unknown): NodeJS.ErrnoException => (error instanceof Error ? error : new Error(String(error)));

const appendGroup = (segment: Segment, group: Group): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((resolve) => segment.append(group.bytes, resolve));
