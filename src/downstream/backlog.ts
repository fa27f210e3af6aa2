import { sayAnswer } from './answer.ts';
import type { Front } from './front.ts';
import type { Visit } from './visit.ts';
import type { Answer } from './wire.ts';

/** An answer that waits until its client has read of what came before. */
export interface Held {
  readonly visit: Visit;
  readonly answer: Answer;
  /** Sends what it is given in its place, unless it was taken back meanwhile. */
  readonly end: (answer: Answer) => void;
}

/** How often it is looked whether a client has read, in milliseconds. */
const LOOK = 100;
/** A client that reads nothing for so many looks is not reading. */
const STALLED = 100;

/** The answers of one connection that are held back, so that no more than `limits.unread` waits for a client that does not read. */
export class Backlog {
  readonly #front: Front;
  readonly #stalled: number;
  #held: Held[] = [];
  #timer: NodeJS.Timeout | undefined;
  #least = Number.POSITIVE_INFINITY;
  #idle = 0;

  constructor(front: Front, stalled = STALLED) {
    this.#front = front;
    this.#stalled = stalled;
  }

  /** Sends an answer, now where there is room, else in its turn. */
  take(held: Held): void {
    if (this.#held.length === 0 && held.visit.reply.unread <= this.#front.unread) {
      held.end(held.answer);
      return;
    }
    this.#held.push(held);
    this.#timer ??= setInterval(() => this.#look(), LOOK).unref();
  }

  #look(): void {
    const { unread: most } = this.#front;
    for (let [next] = this.#held; next !== undefined && next.visit.reply.unread <= most; [next] = this.#held) {
      this.#held.shift();
      next.end(next.answer);
      this.#least = Number.POSITIVE_INFINITY;
    }
    const [next] = this.#held;
    if (next === undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const { unread } = next.visit.reply;
    this.#idle = unread < this.#least ? 0 : this.#idle + 1;
    this.#least = unread;
    if (this.#idle >= this.#stalled) this.#letGo();
  }

  /** Nobody reads: what is held is let go, and each client told so in its place. */
  #letGo(): void {
    const held = this.#held;
    this.#held = [];
    this.#idle = 0;
    for (const { visit, answer, end } of held) {
      const { method, dress, reply, session } = visit;
      const size = `${answer.text.length} characters`;
      const why = `${reply.unread} bytes of what was answered before wait for this client, which has read nothing for ${(this.#stalled * LOOK) / 1_000} s (limits.unread)`;
      this.#front.gate.remark('unread', `an answer to ${method} of ${session.key} (${size}) was not sent: ${why}`);
      const text = `The answer (${size}) was not sent: ${why}. What was asked for may have been done: check before you repeat it.`;
      end(sayAnswer(method, text, dress));
    }
  }
}
