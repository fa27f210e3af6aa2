import type { ServerResponse } from 'node:http';
import { leftOn } from '../backlog.ts';

/** What waits to be read on the open responses to one client. */
export class Unread {
  readonly #open = new Set<ServerResponse>();

  add(response: ServerResponse): void {
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

  /** Falls with each byte that its client reads. */
  get left(): number {
    let left = 0;
    for (const response of this.#open) left += leftOn(response, response.socket);
    return left;
  }

  /** Ends those responses of which most waits, until no more than `most` bytes do. Says how many were let go. */
  breakOff(most: number): number {
    const before = this.bytes;
    let bytes = before;
    for (const response of [...this.#open].sort((a, b) => b.writableLength - a.writableLength)) {
      if (bytes <= most) break;
      bytes -= response.writableLength;
      this.#open.delete(response);
      response.destroy();
    }
    return before - bytes;
  }
}
