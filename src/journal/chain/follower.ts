import { PayloadStore } from '../payload/store.ts';
import { ChainCursor, type Found, type Placed } from './cursor.ts';

/** A record that was told: its hash covers all before it. */
interface Told {
  readonly hash: string;
  /** Where it begins in its segment, in bytes. */
  readonly at: number;
}

/** What is taken back is a group that could not be written, hardly ever of so many records. */
const MOST_TOLD = 256;

/**
 * Reads one chain while it grows. At its end may stand, for a moment, a group that could not be written: it is taken back,
 * and others take its place. So each look begins at the last record told, and where that is gone, at the last one before it
 * that still stands: what was written instead is told as well.
 */
export class ChainFollower {
  readonly #dir: string;
  readonly #cursor: ChainCursor;
  /** Of the current segment, the latest last. */
  #told: Told[] = [];
  #n = -1;
  #isAtEnd = false;
  /** Whether the end was reached before: what comes after it was written since, and may stand where something else did. */
  #grows = false;

  /** Segments before `from` are not read. */
  constructor(dir: string, writer: string, from?: number) {
    this.#dir = dir;
    this.#cursor = new ChainCursor(dir, writer, from);
  }

  /** The next record; undefined where there is none yet. */
  async next(): Promise<Found | undefined> {
    const next = this.#isAtEnd ? await this.#lookAgain() : await this.#cursor.next();
    this.#isAtEnd = next === undefined;
    if (next === undefined) {
      this.#grows = true;
      return undefined;
    }
    const { n, at } = this.#cursor.place;
    if (n !== this.#n) this.#told = [];
    this.#n = n;
    this.#told.push({ hash: next.record.hash, at });
    if (this.#told.length > MOST_TOLD) this.#told.shift();
    return this.#grows ? { ...next, store: this.#storeOf(next.store, n) } : next;
  }

  #storeOf(store: PayloadStore, n: number): Found['store'] {
    const { writer } = this.#cursor;
    return {
      load: () => store.load(),
      read: async (digest) => {
        const found = await store.read(digest);
        return found.state === 'whole' ? found : new PayloadStore(this.#dir, { writer, n }).read(digest);
      },
    };
  }

  async #lookAgain(): Promise<Placed | undefined> {
    // Of a segment that has just begun nothing was told, and the one before it is at its end.
    if (this.#cursor.place.n === this.#n) {
      for (let last = this.#told.at(-1); last !== undefined; last = this.#told.at(-1)) {
        if (await this.#cursor.goBehind(last)) return this.#cursor.next();
        this.#told.pop();
      }
    }
    this.#cursor.begin();
    return this.#cursor.next();
  }
}
