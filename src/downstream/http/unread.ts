import type { ServerResponse } from 'node:http';

/** What waits to be read on the open responses to one client. */
export class Unread {
  readonly #open = new Set<Pick<ServerResponse, 'writableLength'>>();

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
}
