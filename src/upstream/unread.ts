import { type Failure, failure } from './failure.ts';
import type { Outgoing } from './wire.ts';

/**
 * The answers to a server's own requests that it has not taken yet. Calls are limited where they are made; a server that
 * goes on asking could make us keep answers without end.
 */
export class Unread {
  readonly #upstream: string;
  readonly #most: number;
  readonly #waiting = new Set<Outgoing>();

  constructor(upstream: string, most: number) {
    this.#upstream = upstream;
    this.#most = most;
  }

  /** A message is to be sent. Why the server is given up, where it leaves more answers waiting than any honest one does. */
  add(message: Outgoing): Failure | undefined {
    if (message.id !== undefined || message.method !== '') return undefined;
    this.#waiting.add(message);
    if (this.#waiting.size <= this.#most) return undefined;
    const what = `${this.#upstream} goes on asking and leaves ${this.#most} answers unread`;
    return failure('crashed', `${what}: it was given up`);
  }

  /** A message was taken, or cannot be any more. */
  readonly taken = (message: Outgoing): void => void this.#waiting.delete(message);

  /** All were. */
  clear(): void {
    this.#waiting.clear();
  }
}
