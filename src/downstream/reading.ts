import type { Writable } from 'node:stream';

/** If nobody has looked for this long, nothing is known of what was read meanwhile. Milliseconds. */
const UNSEEN = 1_000;

/** For how long a client has read nothing, as far as somebody looks. */
export class Reading {
  readonly #left: () => number;
  #before = Number.POSITIVE_INFINITY;
  #readAt = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** `left`: how many bytes still wait for the client; fewer with each one that it reads. */
  constructor(left: () => number) {
    this.#left = left;
  }

  /** In milliseconds, as `now` is. */
  idle(now: number = performance.now()): number {
    const left = this.#left();
    if (left < this.#before || now - this.#lookedAt > UNSEEN) this.#readAt = now;
    this.#before = left;
    this.#lookedAt = now;
    return now - this.#readAt;
  }
}

/**
 * What waits on a stream, counted so that it falls with each byte that is read: `writableLength` falls with whole messages,
 * and a large one may be read for minutes. How much of one the system has taken is documented nowhere; Node's own time-outs
 * go by it.
 */
export const leftOn = ({ writableLength }: Pick<Writable, 'writableLength'>, socket: object | null): number =>
  writableLength + ((socket as Handled | null)?._handle?.writeQueueSize ?? 0);

interface Handled {
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}
