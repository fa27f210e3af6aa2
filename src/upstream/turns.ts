import type { Readable } from 'node:stream';

/** What all servers have told so far beside answers, by weight, and how many of them have more to tell than fits into a turn. */
const told = { weight: 0, behind: 0 };

/** Counts what a server told. 1 is a message that costs next to nothing. */
export function weigh(weight: number): void {
  told.weight += weight;
}

/** What all servers together may tell in one turn of the event loop: some milliseconds, in which nobody's call goes on. */
const MOST = 60;
/** So many bytes are read on to the end of a line before it is asked again whether that was too much. */
const PIECE = 512;
const NEWLINE = 10;

/**
 * Reads a stream of lines so that a server that tells much at once holds up nobody but itself: what is too much for one turn of the
 * event loop waits for the next ones, others' calls come in between, and the server cannot write more meanwhile.
 */
export class Turns {
  readonly #stream: Readable;
  readonly #read: (piece: Buffer) => void;
  /** What has come and waits for the next turn. */
  #rest: Buffer | undefined;
  /** The weight of what was told in this turn. */
  #spent = 0;

  /** `read` hears all that comes, before others hear that the stream is closed. */
  constructor(stream: Readable, read: (piece: Buffer) => void) {
    this.#stream = stream;
    this.#read = read;
    stream.on('data', (chunk: Buffer) => this.#arrived(chunk));
    stream.once('close', () => this.#finish());
  }

  /** Whether something that has come was not read yet. */
  get isBehind(): boolean {
    return this.#rest !== undefined;
  }

  #arrived(chunk: Buffer): void {
    if (this.#rest === undefined) this.#take(chunk);
    else {
      // Node lets the output of a process flow again when that ends.
      this.#rest = Buffer.concat([this.#rest, chunk]);
      this.#stream.pause();
    }
  }

  #take(chunk: Buffer): void {
    let start = 0;
    while (start < chunk.length) {
      if (this.#spent * (1 + told.behind) >= MOST) {
        this.#wait(chunk.subarray(start));
        return;
      }
      const newline = chunk.indexOf(NEWLINE, start + PIECE);
      const end = newline === -1 ? chunk.length : newline + 1;
      this.#hear(start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end));
      start = end;
    }
  }

  #hear(piece: Buffer): void {
    const before = told.weight;
    this.#read(piece);
    const weight = told.weight - before;
    if (weight === 0) return;
    if (this.#spent === 0) setImmediate(this.#begin);
    this.#spent += weight;
  }

  #wait(rest: Buffer): void {
    this.#rest = rest;
    told.behind++;
    this.#stream.pause();
  }

  /** A new turn. */
  readonly #begin = (): void => {
    this.#spent = 0;
    const rest = this.#let();
    if (rest === undefined) return;
    this.#take(rest);
    if (this.#rest === undefined) this.#stream.resume();
  };

  /** Nothing more comes, and what has come must be heard before the end is. */
  #finish(): void {
    const rest = this.#let();
    if (rest !== undefined) this.#read(rest);
  }

  #let(): Buffer | undefined {
    const rest = this.#rest;
    if (rest !== undefined) told.behind--;
    this.#rest = undefined;
    return rest;
  }
}
