import { Ongoing } from '../../model/ongoing.ts';
import type { Asking } from '../asking.ts';
import { Backlog, fullText } from '../backlog.ts';
import type { Front } from '../front.ts';
import type { Reply } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { type Answer, CODES, rejected } from '../wire.ts';
import { sayAnswer } from './answer.ts';
import { Errand } from './errand.ts';

const FAULT = rejected({
  code: CODES.internal,
  message: 'Sallyport failed while it handled this request: a fault of ours. Whether an action happened is not known.',
});

const CUT_SHORT =
  'Sallyport was shut down before the call ended. Whether the action happened is not known: check before you repeat it.';
const NEVER_SENT =
  'Sallyport was shut down before the request was sent to its server. Nothing was done. Try again when it has been started again.';

/** Finds the answer to a request. */
export type Work = (errand: Errand) => Promise<Answer>;

/** The requests of one connection that take time. Each is answered once, whatever happens. */
export class Running {
  readonly #front: Front;
  readonly #asking: Asking;
  readonly #errands = new Ongoing<string, Errand>();
  readonly #backlog: Backlog;
  #waiting: (() => void)[] = [];

  constructor(front: Front, asking: Asking) {
    this.#backlog = new Backlog(front);
    this.#front = front;
    this.#asking = asking;
  }

  get isBusy(): boolean {
    return this.#errands.size > 0;
  }

  has(id: string): boolean {
    return this.#errands.has(id);
  }

  start(visit: Visit, work: Work): void {
    const front = this.#front;
    const { id, reply } = visit;
    const principal = visit.principal.id;
    const bytes = visit.frame.text.length;
    const full = this.#full(reply) ?? front.load.add(principal, bytes);
    if (full !== undefined) {
      reply.end(id, sayAnswer(visit.method, `${full}: nothing was done; wait for one to end`, visit.dress));
      return;
    }
    front.running++;
    const errand = new Errand(front, this.#asking, visit);
    this.#errands.set(id, errand);
    const end = (text: Answer): void => {
      front.running--;
      front.load.remove(principal, bytes);
      if (errand.finish()) reply.end(id, text, text.status);
      this.#release(id, errand);
    };
    const answer = (text: Answer): void => {
      errand.letGo();
      if (errand.isCancelled) end(text);
      else this.#backlog.take({ visit, answer: text, end });
    };
    // Whatever failed, nothing has slipped through; the client is told, without internals.
    work(errand).then(answer, () => answer(FAULT));
  }

  /** Why no further request is taken. */
  #full({ unread }: Reply): string | undefined {
    const { inFlight, total, running, held, mostHeld } = this.#front;
    // This client's answer would have to be held back as well, for which there is no room. Clients that read are served.
    if (unread > this.#front.unread && held >= mostHeld / 2) return fullText(this.#front);
    if (this.#errands.size >= inFlight)
      return `${this.#errands.size} requests are in flight, which is the most for one client (limits.inFlight)`;
    return running >= total
      ? `${running} requests are in flight, which is the most for all clients (limits.total)`
      : undefined;
  }

  /** Takes back a request, if it runs. */
  cancel(id: string): void {
    const errand = this.#errands.get(id);
    if (errand === undefined) return;
    errand.cancel();
    this.#backlog.drop(errand.visit);
    // The id may now be used again; what still runs under it will not be answered.
    this.#release(id, errand);
  }

  cancelAll(): void {
    for (const id of [...this.#errands.keys()]) this.cancel(id);
  }

  /** Answers all that we are ending, and gives them up. */
  abandon(): void {
    this.#backlog.flush();
    for (const errand of [...this.#errands.values()]) {
      const { id, reply, method, dress } = errand.visit;
      // One that is admitted only after this is cancelled by then, and no relay sends such a call.
      const why = errand.wasAdmitted ? CUT_SHORT : NEVER_SENT;
      if (errand.abandon()) reply.end(id, sayAnswer(method, why, dress));
    }
  }

  /** Resolves when no request runs any more. */
  drained(): Promise<void> {
    return this.isBusy ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  #release(id: string, errand: Errand): void {
    if (this.#errands.get(id) === errand) this.#errands.delete(id);
    if (this.isBusy || this.#waiting.length === 0) return;
    const told = this.#waiting;
    this.#waiting = [];
    for (const tell of told) tell();
  }
}
