import { type Failure, failure } from '../failure.ts';

/** Of an answer that is not whole yet so many bytes are not counted: small ones hold little together, and never lack room. */
const SMALL = 256 * 1024;

/**
 * Bytes that large answers may hold together, from all servers, before they are whole; those over one connection hold a quarter.
 * Buffers lie outside V8's heap, and the limits of one answer and of calls at once would let some gigabytes of them come.
 */
const MOST = 512 * 1024 * 1024;

/** What all connections hold: memory is one for all of them. */
const all = { held: 0 };

/** What has come over one connection of answers that are not whole yet. Each has a stream of its own, and a server may leave all of them unfinished. */
export class Arriving {
  readonly #most: number;
  #held = 0;

  /** Bytes for all connections. */
  constructor(most = MOST) {
    this.#most = most;
  }

  begin(): Arrival {
    let counted = 0;
    let more = 0;
    // There is always room for one alone: how large a result may be is for the configuration to say.
    const isFull = (held: number, most: number): boolean => held > counted && held + more > most;
    return {
      holds: (bytes) => {
        more = (bytes > SMALL ? bytes : 0) - counted;
        if (more > 0 && (isFull(this.#held, this.#most / 4) || isFull(all.held, this.#most)))
          return crowded(bytes, all.held);
        counted += more;
        this.#held += more;
        all.held += more;
        return undefined;
      },
    };
  }
}

export interface Arrival {
  /** So many bytes of the answer are held now. What it gets instead where there is no room for them; nothing of it may be held then. */
  holds(bytes: number): Failure | undefined;
}

const crowded = (bytes: number, held: number): Failure =>
  failure(
    'too-large',
    `no more than ${bytes} bytes of the answer were taken: ${held} bytes of answers that are not whole yet are held already. Ask for less, or for less at once`,
  );
