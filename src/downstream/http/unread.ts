import type { ServerResponse } from 'node:http';
import { leftOn, Reading } from '../reading.ts';

/** What is sent in the place of what was broken off has so long to be read, in milliseconds: others may wait for that who read. */
const CHANCE = 2_000;

/** What waits to be read on those open responses to one client on which anything may wait. */
export class Unread {
  readonly #open = new Set<ServerResponse>();
  readonly #reading = new Reading(() => this.#left);
  #broken = 0;
  #brokenAt = Number.NEGATIVE_INFINITY;

  add(response: ServerResponse): void {
    if (this.#open.has(response)) return;
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
  }

  /** Whether nothing is open. */
  get isOver(): boolean {
    return this.#open.size === 0;
  }

  get bytes(): number {
    let bytes = 0;
    for (const { writableLength } of this.#open) bytes += writableLength;
    return bytes;
  }

  /** For how long nothing was read of any of them, in milliseconds. */
  idle(now: number = performance.now()): number {
    const idle = this.#reading.idle(now);
    return now - this.#brokenAt < CHANCE ? 0 : idle;
  }

  /** Ends every response of which something waits. Says how many bytes that let go. */
  breakOff(now: number = performance.now()): number {
    this.#brokenAt = now;
    let bytes = 0;
    for (const response of this.#open) {
      if (response.writableLength === 0) continue;
      bytes += response.writableLength;
      this.#broken += leftOn(response, response.socket);
      this.#open.delete(response);
      response.destroy();
    }
    return bytes;
  }

  /** What was broken off counts on: it was not read. */
  get #left(): number {
    let left = this.#broken;
    for (const response of this.#open) left += leftOn(response, response.socket);
    return left;
  }
}
