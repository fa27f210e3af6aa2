import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Conversation } from '../conversation.ts';
import type { Front } from '../front.ts';
import { isAuthenticated, type Proof } from '../identity.ts';
import { HttpStreams } from './stream.ts';
import { Unread } from './unread.ts';

/** A legacy session: a conversation over many requests that belongs to whoever began it. */
export interface HttpSession {
  readonly id: string;
  readonly conversation: Conversation;
  readonly streams: HttpStreams;
  /** What waits for its client. */
  readonly unread: Unread;
}

interface Kept extends HttpSession {
  readonly owner: string;
  used: number;
}

/** The legacy sessions over HTTP. When room is needed, one that was silent for long is dropped. */
export class HttpSessions {
  readonly #front: Front;
  readonly #most: number;
  readonly #idle: number;
  readonly #kept = new Map<string, Kept>();

  /** At most `most` at once; `idle` is after how many milliseconds of silence one may be dropped. */
  constructor(front: Front, most: number, idle: number) {
    this.#front = front;
    this.#most = most;
    this.#idle = idle;
  }

  /** Undefined where there are too many. */
  begin(proof: Proof): HttpSession | undefined {
    this.#endIdle();
    const front = this.#front;
    const owner = ownerOf(front, proof);
    if (this.#kept.size >= this.#most || this.#isCrowding(owner)) return undefined;
    const id = randomBytes(24).toString('base64url');
    const streams = new HttpStreams(() => {
      session.used = front.steady();
    });
    const origin = { env: {}, transportSession: id, authenticated: isAuthenticated(proof) };
    const conversation = new Conversation(front, { proof, origin, push: (text) => streams.push(text) });
    const session: Kept = { id, owner, used: front.steady(), streams, unread: new Unread(), conversation };
    this.#kept.set(id, session);
    return session;
  }

  /** The session, if it is this principal's; anybody else's counts as unknown. */
  find(id: string, proof: Proof): HttpSession | undefined {
    const session = this.#kept.get(id);
    if (session === undefined || session.owner !== ownerOf(this.#front, proof)) return undefined;
    session.used = this.#front.steady();
    return session;
  }

  /** The session that a request names; undefined where it names none. */
  of({ headers }: IncomingMessage, proof: Proof): HttpSession | 'unknown' | undefined {
    const id = headers['mcp-session-id'];
    return typeof id === 'string' ? (this.find(id, proof) ?? 'unknown') : undefined;
  }

  end(session: HttpSession): void {
    this.#kept.delete(session.id);
    session.conversation.leave();
    session.streams.end();
  }

  all(): readonly HttpSession[] {
    return [...this.#kept.values()];
  }

  #endIdle(): void {
    const now = this.#front.steady();
    for (const session of this.#kept.values()) {
      // A call may take longer than the idle limit.
      if (session.conversation.isBusy) session.used = now;
      else if (!session.streams.isHeard && now - session.used > this.#idle) this.end(session);
    }
  }

  /** One caller never gets the last quarter: others must still get in. */
  #isCrowding(owner: string): boolean {
    let count = 0;
    for (const session of this.#kept.values()) if (session.owner === owner) count++;
    return count >= Math.ceil(this.#most * 0.75);
  }
}

/** Who a session belongs to: another client of the same person is another owner. */
function ownerOf(front: Front, proof: Proof): string {
  const { id, clientId } = front.identify(proof, undefined);
  return clientId === undefined ? id : `${id}\n${clientId}`;
}
