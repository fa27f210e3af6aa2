import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Conversation, createConversation } from './conversation.ts';
import type { Front } from './front.ts';
import { createStreams, type HttpStreams } from './http-stream.ts';
import { isAuthenticated, type Proof } from './identity.ts';

/** A legacy session: a conversation over many requests that belongs to whoever began it. */
export interface HttpSession {
  readonly id: string;
  readonly conversation: Conversation;
  readonly streams: HttpStreams;
}

export interface HttpSessions {
  /** Undefined where there are too many. */
  begin(proof: Proof): HttpSession | undefined;
  /** The session, if it is this principal's; anybody else's counts as unknown. */
  find(id: string, proof: Proof): HttpSession | undefined;
  end(session: HttpSession): void;
  all(): readonly HttpSession[];
}

interface Kept extends HttpSession {
  readonly owner: string;
  used: number;
}

/** Keeps at most `most` sessions; when room is needed, one that was silent for `idle` milliseconds is dropped. */
export function createHttpSessions(front: Front, most: number, idle: number): HttpSessions {
  const kept = new Map<string, Kept>();

  const end = (session: HttpSession): void => {
    kept.delete(session.id);
    session.conversation.leave();
    session.streams.end();
  };

  const endIdle = (): void => {
    const now = front.clock();
    for (const session of kept.values()) {
      // A call may take longer than the idle limit.
      if (session.conversation.isBusy) session.used = now;
      else if (!session.streams.isHeard && now - session.used > idle) end(session);
    }
  };

  /** One caller never gets the last quarter: others must still get in. */
  const isCrowding = (owner: string): boolean => {
    let count = 0;
    for (const session of kept.values()) if (session.owner === owner) count++;
    return count >= Math.ceil(most * 0.75);
  };

  const begin = (proof: Proof): HttpSession | undefined => {
    endIdle();
    const owner = ownerOf(front, proof);
    if (kept.size >= most || isCrowding(owner)) return undefined;
    const id = randomBytes(24).toString('base64url');
    const streams = createStreams(() => {
      session.used = front.clock();
    });
    const session: Kept = {
      id,
      owner,
      used: front.clock(),
      streams,
      conversation: createConversation(front, {
        proof,
        origin: { env: {}, transportSession: id, authenticated: isAuthenticated(proof) },
        push: streams.push,
      }),
    };
    kept.set(id, session);
    return session;
  };

  return {
    begin,
    find(id, proof) {
      const session = kept.get(id);
      if (session === undefined || session.owner !== ownerOf(front, proof)) return undefined;
      session.used = front.clock();
      return session;
    },
    end,
    all: () => [...kept.values()],
  };
}

/** Who a session belongs to: another client of the same person is another owner. */
function ownerOf(front: Front, proof: Proof): string {
  const { id, clientId } = front.identify(proof, undefined);
  return clientId === undefined ? id : `${id}\n${clientId}`;
}

/** The session that a request names; undefined where it names none. */
export function sessionOf(
  sessions: HttpSessions,
  request: IncomingMessage,
  proof: Proof,
): HttpSession | 'unknown' | undefined {
  const id = request.headers['mcp-session-id'];
  return typeof id === 'string' ? (sessions.find(id, proof) ?? 'unknown') : undefined;
}
