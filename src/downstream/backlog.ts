import { sayAnswer } from './calls/answer.ts';
import type { Front } from './front.ts';
import type { Visit } from './visit.ts';
import type { Answer } from './wire.ts';

/** An answer that waits until its client has read of what came before. */
interface HeldAnswer {
  readonly visit: Visit;
  readonly answer: Answer;
  /** Sends what it is given in its place, unless it was taken back meanwhile. */
  readonly end: (answer: Answer) => void;
}

/** How often to look whether a client has read, in milliseconds. */
const LOOK = 100;
/** A client that has read nothing for this long counts as not reading. Milliseconds. */
const STALLED = 10_000;

/**
 * The answers of one connection that are held back, so that no more than `limits.unread` waits for a client that does not
 * read. All clients together have a limit as well: thousands of large answers would take up all memory.
 */
export class Backlog {
  readonly #front: Front;
  readonly #stalled: number;
  #held: HeldAnswer[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(front: Front, stalled = STALLED) {
    this.#front = front;
    this.#stalled = stalled;
  }

  /** Sends an answer, now where there is room, else in its turn. */
  take(held: HeldAnswer): void {
    if (this.#held.length === 0 && held.visit.reply.unread <= this.#front.unread) {
      held.end(held.answer);
      return;
    }
    const { length } = held.answer.text;
    if (this.#front.held + length > this.#front.mostHeld) {
      this.#refuse(held, fullText(this.#front));
      return;
    }
    this.#front.held += length;
    this.#held.push(held);
    this.#timer ??= setInterval(() => this.#look(), LOOK).unref();
  }

  /** An answer whose request was cancelled is for nobody, and is not kept. */
  drop(visit: Visit): void {
    const at = this.#held.findIndex((held) => held.visit === visit);
    if (at < 0) return;
    for (const held of this.#held.splice(at, 1)) this.#send(held);
  }

  /** Sends everything, read or not: we are ending. */
  flush(): void {
    for (const held of this.#held.splice(0)) this.#send(held);
  }

  #look(): void {
    const { unread: most } = this.#front;
    for (let [next] = this.#held; next !== undefined && next.visit.reply.unread <= most; [next] = this.#held) {
      this.#held.shift();
      this.#send(next);
    }
    const [next] = this.#held;
    if (next === undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    if (next.visit.reply.idle() >= this.#stalled) this.#giveUp(next.visit);
  }

  /** Nobody reads. What can be ended alone makes room for the rest: others of the same principal may well read. */
  #giveUp({ reply, session }: Visit): void {
    const bytes = reply.breakOff();
    if (bytes === 0) this.#letGo();
    else {
      const why = `a client of the same principal has read nothing of them for ${this.#seconds} s while answers to ${session.key} waited (limits.unread)`;
      this.#front.gate.remark('unread', `${bytes} bytes of answers were broken off: ${why}`);
    }
  }

  get #seconds(): number {
    return this.#stalled / 1_000;
  }

  /** Nobody reads: what is held is let go, and each client told so in its place. */
  #letGo(): void {
    for (const held of this.#held.splice(0)) {
      this.#front.held -= held.answer.text.length;
      const waiting = `${held.visit.reply.unread} bytes of what was answered before wait for this client`;
      this.#refuse(held, `${waiting}, which has read nothing for ${this.#seconds} s (limits.unread)`);
    }
  }

  #send({ answer, end }: HeldAnswer): void {
    this.#front.held -= answer.text.length;
    end(answer);
  }

  /** Sends why in the place of an answer. */
  #refuse({ visit, answer, end }: HeldAnswer, why: string): void {
    const { method, dress, session } = visit;
    const size = `${answer.text.length} characters`;
    this.#front.gate.remark('unread', `an answer to ${method} of ${session.key} (${size}) was not sent: ${why}`);
    const text = `The answer (${size}) was not sent: ${why}. What was asked for may have been done: check before you repeat it.`;
    end(sayAnswer(method, text, dress));
  }
}

/** Says that no more answers can be held. */
export const fullText = ({ held }: Pick<Front, 'held'>): string =>
  `${held} characters of answers wait already for clients that read too slowly (limits.unread, limits.result): read what was sent, or ask for less at once`;
