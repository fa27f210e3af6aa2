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
  /** Falls with each byte that its client reads, where `unread` may fall with whole messages only. */
  readonly left: number;
  /** Ends as much of what waits as leaves `most` bytes, where it can be ended alone. Says how many bytes that let go. */
  breakOff(most: number): number;
}

/** For what nobody is to be answered. */
export const NOBODY: Reply = Object.freeze({
  streams: false,
  unread: 0,
  left: 0,
  breakOff: () => 0,
  end: () => {},
  tell: () => {},
  drop: () => {},
});
