import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** So many connections stay open on which nobody was let in yet: each is a file, and of those a process has few. */
const MOST = 500;

/**
 * The connections on which nobody was let in yet. Where one more comes than may be open, that one is closed that came first:
 * who has a token is let in with the first request, and who only sits there is nobody's client.
 */
export class Newcomers {
  readonly #open = new Set<Socket>();
  /** Called with the address of one that was closed. */
  onClosed: (from: string | undefined) => void = () => undefined;

  constructor(server: Server, most = MOST) {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
      const [first] = this.#open;
      if (first === undefined || this.#open.size <= most) return;
      // Its address is gone with it.
      const { remoteAddress } = first;
      this.#open.delete(first);
      first.destroy();
      this.onClosed(remoteAddress);
    });
  }

  /** Somebody was let in on it, and it stays. */
  letIn(socket: Socket): void {
    this.#open.delete(socket);
  }
}
