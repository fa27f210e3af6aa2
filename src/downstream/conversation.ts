import type { IncomingHttpHeaders } from 'node:http';
import type { Frame } from '../model/frame.ts';
import { isLogLevel, isWanted, LOG_LEVELS } from '../model/log-level.ts';
import { spanAt } from '../model/splice.ts';
import { sayAnswer } from './answer.ts';
import { createAsking } from './asking.ts';
import { idText, spokenBy } from './envelope.ts';
import type { Errand } from './errand.ts';
import type { Front } from './front.ts';
import { discover, greet, LISTS, listAnswer } from './handshake.ts';
import type { Proof } from './identity.ts';
import { createListening } from './listening.ts';
import { passCall } from './passing.ts';
import { CALLS, createReception, SUBSCRIBES } from './reception.ts';
import type { Reply } from './reply.ts';
import { Running } from './running.ts';
import type { Origin } from './session.ts';
import { MOST_WATCHED, tellLegacy } from './subscription.ts';
import type { Visit } from './visit.ts';
import { type Answer, CODES, rejected } from './wire.ts';

/** The connection a conversation is held over: a stdio process, a legacy HTTP session, or one modern HTTP request. */
export interface Link {
  readonly proof: Proof;
  readonly origin: Origin;
  /** Sends what nobody asked for; dropped where the client does not listen. */
  push(text: string): void;
}

/** One client's conversation with us, in both eras at once. */
export interface Conversation {
  /**
   * Takes a message. A request is answered through `reply`, unless it is taken back; other messages have no answer.
   * `proof` and `headers` are those of this message, where each brings its own.
   */
  receive(frame: Frame, reply: Reply, proof?: Proof, headers?: IncomingHttpHeaders): void;
  /** Takes back the request with this id (its JSON text): its client is gone. */
  cancel(id: string): void;
  /** Whether a request runs. */
  readonly isBusy: boolean;
  /** Resolves when no request runs any more. */
  drained(): Promise<void>;
  /** Answers whatever still runs that we are ending, and gives it up. */
  abandon(): void;
  /** Takes back whatever still runs, ends what listens, and leaves the sessions. */
  leave(): void;
}

const EMPTY: Answer = Object.freeze({ member: 'result', text: '{}' });

const ENDING =
  'Sallyport is being shut down and takes no new calls. Nothing was done. Try again when it has been started again.';
const TOO_MANY_WATCHED = `${MOST_WATCHED} resources are watched, which is the most for one client: nothing was done; end one with resources/unsubscribe first`;
export function createConversation(front: Front, link: Link): Conversation {
  const reception = createReception(front, link.proof, link.origin);
  const asking = createAsking();
  const listening = createListening(front, asking);
  const running = new Running(front, asking);
  const subscribed = new Set<string>();
  let stopEvents: (() => void) | undefined;
  let left = false;

  const hear = (): void => {
    stopEvents ??= front.gate.listen((event) => {
      listening.tell(event);
      if (reception.greeting === undefined) return;
      const text = tellLegacy(
        event,
        reception.sessions,
        subscribed,
        (level) => reception.logLevel === undefined || isWanted(level, reception.logLevel),
      );
      if (text !== undefined) link.push(text);
    });
  };

  const call = (visit: Visit, errand: Errand): Promise<Answer> => passCall(front, visit, errand, asking);

  const subscribe = async (visit: Visit, errand: Errand): Promise<Answer> => {
    const uri = String(visit.frame.params.uri);
    if (visit.method === 'resources/subscribe' && subscribed.size >= MOST_WATCHED && !subscribed.has(uri))
      return sayAnswer(visit.method, TOO_MANY_WATCHED, visit.dress);
    const answer = await passCall(front, visit, errand, asking);
    if (answer.member === 'error') return answer;
    if (visit.method === 'resources/subscribe') subscribed.add(uri);
    else subscribed.delete(uri);
    return EMPTY;
  };

  const list = async ({ method, principal, session, frame, dress }: Visit): Promise<Answer> => {
    const kind = LISTS[method] ?? 'tools';
    return listAnswer(kind, await front.gate.list(kind, principal, session), frame.params.cursor, dress);
  };

  /** What is answered on the spot: the handshake and what only concerns us. */
  const settle = (visit: Visit): Answer | undefined => {
    const { method, dress, frame } = visit;
    if (method === 'server/discover') return discover(front.gate, dress);
    if (method === 'initialize' && reception.greeting !== undefined) {
      hear();
      return greet(front.gate, reception.greeting, dress);
    }
    if (method === 'subscriptions/listen') {
      const rejection = listening.open(visit);
      if (rejection !== undefined) return rejected(rejection);
      hear();
      return undefined;
    }
    if (method === 'logging/setLevel') {
      const { level } = frame.params;
      if (!isLogLevel(level))
        return rejected({ code: CODES.params, message: `params.level must be one of ${LOG_LEVELS.join(', ')}` });
      reception.logLevel = level;
    }
    return EMPTY;
  };

  const requested = (
    frame: Frame,
    method: string,
    reply: Reply,
    proof: Proof,
    headers: IncomingHttpHeaders | undefined,
  ): void => {
    const id = idText(frame);
    if (running.has(id) || listening.has(id)) {
      // An answer under this id would be taken for the first request's.
      const message = `a request with the id ${id} is still in flight: give each request an id of its own`;
      reply.end('null', rejected({ code: CODES.request, message }), 400);
      return;
    }
    const received = reception.receive(frame, method, reply, proof, headers);
    if (!received.ok) {
      reply.end(id, rejected(received.rejection), received.status);
      return;
    }
    const { visit } = received;
    if (front.closing) reply.end(id, sayAnswer(method, ENDING, visit.dress));
    else if (CALLS.includes(method)) running.start(visit, call);
    else if (SUBSCRIBES.includes(method)) running.start(visit, subscribe);
    else {
      front.gate.note(method, visit.principal, visit.session, spokenBy(visit.envelope, reception.greeting));
      if (Object.hasOwn(LISTS, method)) running.start(visit, list);
      else {
        const answer = settle(visit);
        if (answer !== undefined) reply.end(id, answer);
      }
    }
  };

  const cancel = (id: string): void => {
    if (listening.cancel(id)) return;
    running.cancel(id);
  };

  const changedRoots = (): void => {
    const { principal, sessions } = reception;
    if (principal === undefined) return;
    for (const session of sessions.values()) front.gate.changedRoots(principal, session);
  };

  const notified = (frame: Frame): void => {
    if (frame.method === 'notifications/roots/list_changed') changedRoots();
    if (frame.method !== 'notifications/cancelled') return;
    const span = spanAt(frame.paramsText, '/requestId');
    if (span !== undefined) cancel(frame.paramsText.slice(span.start, span.end));
  };

  return {
    receive(frame, reply, proof = link.proof, headers = undefined) {
      if (left) return;
      if (frame.method === undefined) asking.take(frame);
      else if (frame.id === undefined) notified(frame);
      else requested(frame, frame.method, reply, proof, headers);
    },
    cancel,
    get isBusy() {
      return running.isBusy;
    },
    drained: () => running.drained(),
    abandon() {
      listening.end();
      running.abandon();
    },
    leave() {
      if (left) return;
      left = true;
      stopEvents?.();
      listening.end();
      asking.end();
      running.cancelAll();
      // A session named by a key, or a principal's, may go on over other connections.
      const own = link.proof.transport === 'stdio';
      for (const session of reception.sessions.values())
        if (own || session.source === 'mcp-session-id') front.gate.leave(session);
    },
  };
}
