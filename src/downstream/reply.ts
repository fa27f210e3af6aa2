import type { Answer } from './wire.ts';

/** The way back to the client for one request. */
export interface Reply {
  /** Sends the response; nothing follows. */
  end(id: string, answer: Answer, status?: number): void;
  /** Sends a message that belongs to the request while it runs. */
  tell(text: string): void;
  /** Ends without a response, because the client took its request back. */
  drop(): void;
  /** Whether `tell` reaches anybody. */
  readonly streams: boolean;
  /** How many bytes that were sent to its client wait to be read. */
  readonly unread: number;
  /** For how many milliseconds its client has read nothing; known while that is asked for again and again. */
  idle(): number;
  /** Ends what waits for its client, where that can be ended alone. Says how many bytes that let go. */
  breakOff(): number;
}

/** For what nobody is to be answered. */
export const NOBODY: Reply = Object.freeze({
  streams: false,
  unread: 0,
  idle: () => 0,
  breakOff: () => 0,
  end: () => {},
  tell: () => {},
  drop: () => {},
});
