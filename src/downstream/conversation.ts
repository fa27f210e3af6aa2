import type { Json } from '../model/json.ts';
import { type Frame, idText } from '../model/protocol/frame.ts';
import { isLogLevel, isWanted, LOG_LEVELS } from '../model/protocol/log-level.ts';
import { spanAt } from '../model/text/splice.ts';
import { Asking } from './asking.ts';
import { sayAnswer } from './calls/answer.ts';
import type { Errand } from './calls/errand.ts';
import { passCall } from './calls/passing.ts';
import { Running, type Work } from './calls/running.ts';
import { spokenBy } from './envelope.ts';
import type { Front } from './front.ts';
import { discover, greet, LISTS, listAnswer } from './handshake.ts';
import { Listening } from './listening/listening.ts';
import { MOST_WATCHED, overText, tellLegacy, unheardText, WARNING, warningText } from './listening/subscription.ts';
import { type Told, Watches } from './listening/watches.ts';
import { CALLS, Reception, type Sender, SUBSCRIBES } from './reception.ts';
import type { Reply } from './reply.ts';
import type { Origin } from './session.ts';
import type { Visit } from './visit.ts';
import { type Answer, CODES, rejected } from './wire.ts';

/** The connection a conversation is held over: a stdio process, a legacy HTTP session, or one modern HTTP request. */
export interface Link extends Sender {
  readonly origin: Origin;
  /** Sends what nobody asked for; dropped where the client does not listen. */
  push(text: string): void;
}

const EMPTY: Answer = Object.freeze({ member: 'result', text: '{}' });

const ENDING =
  'Sallyport is being shut down and takes no new calls. Nothing was done. Try again when it has been started again.';
const TOO_MANY_WATCHED = `${MOST_WATCHED} resources are watched, which is the most for one client: nothing was done; end one with resources/unsubscribe first`;

/** One client's conversation with us, in both eras at once. */
export class Conversation {
  readonly #front: Front;
  readonly #link: Link;
  readonly #reception: Reception;
  readonly #asking = new Asking();
  readonly #listening: Listening;
  readonly #running: Running;
  /** What a legacy client watches. */
  readonly #watches: Watches;
  #stopHearing: (() => void) | undefined;
  #isOver = false;

  constructor(front: Front, link: Link) {
    this.#front = front;
    this.#link = link;
    this.#reception = new Reception(front, link.origin);
    this.#listening = new Listening(front, this.#asking);
    this.#watches = new Watches(front, this.#asking);
    this.#running = new Running(front, this.#asking);
  }

  /**
   * Takes a message. A request is answered through `reply`, unless it is taken back; other messages have no answer.
   * `sender` is who sent this one, where each message brings its own proof.
   */
  receive(frame: Frame, reply: Reply, sender: Sender = this.#link): void {
    if (this.#isOver) return;
    if (frame.method === undefined) this.#asking.take(frame);
    else if (frame.id === undefined) this.#notified(frame);
    else this.#requested(frame, frame.method, reply, sender);
  }

  /** Takes back the request with this id (its JSON text): its client is gone. */
  cancel(id: string): void {
    if (!this.#listening.cancel(id)) this.#running.cancel(id);
  }

  /** Whether a request runs. */
  get isBusy(): boolean {
    return this.#running.isBusy;
  }

  /** Resolves when no request runs any more. */
  drained(): Promise<void> {
    return this.#running.drained();
  }

  /** Tells every request that still runs that we are ending, and gives it up. */
  abandon(): void {
    this.#listening.end();
    this.#running.abandon();
  }

  /** Takes back whatever still runs, ends what listens, and leaves the sessions. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopHearing?.();
    this.#listening.end();
    this.#watches.clear();
    this.#asking.end();
    this.#running.cancelAll();
    // A session named by a key, or a principal's, may go on over other connections.
    const isOwn = this.#link.proof.transport === 'stdio';
    for (const session of this.#reception.sessions.values())
      if (isOwn || session.source === 'mcp-session-id') this.#front.gate.leave(session);
  }

  #requested(frame: Frame, method: string, reply: Reply, sender: Sender): void {
    const id = idText(frame);
    if (this.#running.has(id) || this.#listening.has(id)) {
      // An answer under this id would be taken for an answer to the first request.
      const message = `a request with the id ${id} is still in flight: give each request an id of its own`;
      reply.end('null', rejected({ code: CODES.request, message }), 400);
      return;
    }
    const received = this.#reception.receive(frame, method, reply, sender);
    if (!received.ok) reply.end(id, rejected(received.rejection), received.status);
    else if (this.#front.closing) reply.end(id, sayAnswer(method, ENDING, received.visit.dress));
    else this.#begin(received.visit);
  }

  #begin(visit: Visit): void {
    const { id, method, principal, session, envelope, reply } = visit;
    // Calls are recorded as such.
    if (!CALLS.includes(method) && !SUBSCRIBES.includes(method))
      this.#front.gate.note(method, principal, session, spokenBy(envelope, this.#reception.greeting));
    const work = this.#workFor(method);
    if (work !== undefined) {
      this.#running.start(visit, work);
      return;
    }
    const answer = this.#answerAtOnce(visit);
    if (answer !== undefined) reply.end(id, answer);
  }

  /** Handles what takes time; undefined for what does not. */
  #workFor(method: string): Work | undefined {
    if (CALLS.includes(method)) return passCall;
    if (SUBSCRIBES.includes(method)) return this.#subscribe;
    return Object.hasOwn(LISTS, method) ? list : undefined;
  }

  /** The handshake and what only concerns us; undefined where the answer comes later. */
  #answerAtOnce(visit: Visit): Answer | undefined {
    const { method, dress, frame } = visit;
    const { gate } = this.#front;
    const { greeting } = this.#reception;
    if (method === 'server/discover') return discover(gate, dress);
    if (method === 'subscriptions/listen') return this.#listen(visit);
    if (method === 'logging/setLevel') return this.#setLevel(frame.params.level);
    if (method !== 'initialize' || greeting === undefined) return EMPTY;
    this.#hear();
    return greet(gate, greeting, dress);
  }

  #listen(visit: Visit): Answer | undefined {
    const rejection = this.#listening.open(visit);
    if (rejection !== undefined) return rejected(rejection);
    this.#hear();
    return undefined;
  }

  #setLevel(level: Json | undefined): Answer {
    if (!isLogLevel(level))
      return rejected({ code: CODES.params, message: `params.level must be one of ${LOG_LEVELS.join(', ')}` });
    this.#reception.logLevel = level;
    return EMPTY;
  }

  /** A legacy client begins to watch a resource, or stops. */
  readonly #subscribe = async (errand: Errand): Promise<Answer> => {
    const { method, frame, session, dress } = errand.visit;
    const isMore = method === 'resources/subscribe';
    const isFull = this.#watches.size >= MOST_WATCHED && !this.#watches.has(session.key, String(frame.params.uri));
    if (isMore && isFull) return sayAnswer(method, TOO_MANY_WATCHED, dress);
    const answer = await (isMore ? this.#watches.start(errand) : this.#watches.stop(errand));
    return answer.member === 'error' ? answer : EMPTY;
  };

  /** Tells the client from now on of what changes. */
  #hear(): void {
    this.#stopHearing ??= this.#front.gate.listen((event) => {
      this.#listening.tell(event);
      if (event.kind === 'replaced') void this.#watches.renew(event, this.#told);
      if (event.kind === 'rejudged') void this.#watches.rejudge(this.#told);
      const { greeting, sessions } = this.#reception;
      if (greeting === undefined) return;
      const text = tellLegacy(event, sessions, this.#watches, this.#wants);
      if (text !== undefined) this.#link.push(text);
    });
  }

  readonly #told: Told = {
    over: (watch, why) => this.#warn(overText(watch, why)),
    unheard: (watch) => this.#warn(unheardText(watch)),
  };

  #warn(text: string): void {
    if (this.#wants(WARNING)) this.#link.push(warningText(text));
  }

  readonly #wants = (level: Json | undefined): boolean => {
    const { logLevel } = this.#reception;
    return logLevel === undefined || isWanted(level, logLevel);
  };

  #notified(frame: Frame): void {
    if (frame.method === 'notifications/roots/list_changed') this.#changedRoots();
    if (frame.method !== 'notifications/cancelled') return;
    const span = spanAt(frame.paramsText, '/requestId');
    if (span !== undefined) this.cancel(frame.paramsText.slice(span.start, span.end));
  }

  #changedRoots(): void {
    const { principal, sessions } = this.#reception;
    if (principal === undefined) return;
    for (const session of sessions.values()) this.#front.gate.changedRoots(principal, session);
  }
}

async function list({ front, visit }: Errand): Promise<Answer> {
  const { method, principal, session, frame, dress } = visit;
  const kind = LISTS[method] ?? 'tools';
  return listAnswer(kind, await front.gate.list(kind, principal, session), frame.params.cursor, dress);
}
