import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Principal, Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import { type Frame, idText } from '../model/protocol/frame.ts';
import { type Envelope, isModern, metaOf, readModern } from './envelope.ts';
import type { Front } from './front.ts';
import { type Greeting, LISTS, readGreeting } from './handshake.ts';
import { subagentOf } from './identity/subagent.ts';
import type { Proof } from './identity.ts';
import type { Reply } from './reply.ts';
import type { Origin } from './session.ts';
import type { Statements } from './statement.ts';
import type { Visit } from './visit.ts';
import { CODES, type Era, type Rejection } from './wire.ts';

export const CALLS: readonly string[] = ['tools/call', 'resources/read', 'prompts/get', 'completion/complete'];
/** Legacy requests that an upstream must hear of. */
export const SUBSCRIBES: readonly string[] = ['resources/subscribe', 'resources/unsubscribe'];

const COMMON = [...CALLS, ...Object.keys(LISTS)];
const METHODS: { readonly [E in Era]: ReadonlySet<string> } = {
  modern: new Set([...COMMON, 'server/discover', 'subscriptions/listen']),
  legacy: new Set([...COMMON, ...SUBSCRIBES, 'initialize', 'ping', 'logging/setLevel']),
};

/** Only modern clients send these: without the modern `_meta` they are malformed modern requests, which a probe must learn. */
const TELLING: readonly string[] = ['server/discover', 'subscriptions/listen'];

export type Received =
  | { readonly ok: true; readonly visit: Visit }
  | { readonly ok: false; readonly rejection: Rejection; readonly status: number };

/** Who sends a message. */
export interface Sender {
  readonly proof: Proof;
  /** The headers of its request, where it came by one. */
  readonly headers?: IncomingHttpHeaders;
  readonly request?: IncomingMessage;
}

/** Clients name their sessions; beyond this number the oldest of one connection are forgotten. */
const MOST_SESSIONS = 1_000;
const NO_CAPABILITIES: JsonObject = Object.freeze({});

/** Who is at the other end of one connection, and what they negotiated. */
export class Reception {
  readonly #front: Front;
  readonly #origin: Origin;
  readonly #sessions = new Map<string, Session>();
  #greeting: Greeting | undefined;
  #principal: Principal | undefined;
  /** Stands in for the envelope, which legacy requests lack. */
  #legacy: Envelope = { era: 'legacy', capabilities: NO_CAPABILITIES, client: undefined, logLevel: undefined };

  constructor(front: Front, origin: Origin) {
    this.#front = front;
    this.#origin = origin;
  }

  /** What `initialize` settled; undefined before it. */
  get greeting(): Greeting | undefined {
    return this.#greeting;
  }

  /** The log level of a legacy client; undefined until it asks for one. */
  get logLevel(): string | undefined {
    return this.#legacy.logLevel;
  }

  set logLevel(logLevel: string) {
    this.#legacy = { ...this.#legacy, logLevel };
  }

  /** Who spoke last; undefined before anybody did. */
  get principal(): Principal | undefined {
    return this.#principal;
  }

  /** By key, every session that this connection took part in. */
  get sessions(): ReadonlyMap<string, Session> {
    return this.#sessions;
  }

  /** Reads a request: who sends it, in which session, and what surrounds it. */
  receive(frame: Frame, method: string, reply: Reply, { proof, headers, request }: Sender): Received {
    const front = this.#front;
    const isNew = isModern(frame.params) || TELLING.includes(method);
    if (method === 'initialize' && !isNew) this.#greet(frame.params);
    let envelope = this.#legacy;
    if (isNew) {
      const read = readModern(frame.params);
      if (!read.ok) return reject(read.rejection, 400);
      envelope = read.envelope;
    }
    // Never forwarded: nobody has judged what we do not know.
    if (!METHODS[envelope.era].has(method))
      return reject({ code: CODES.method, message: `there is no method "${method}" here` }, isNew ? 404 : 200);
    const meta = metaOf(frame.params);
    const principal = front.identify(proof, envelope.client, subagentOf(meta, front.agentKey));
    this.#principal = principal;
    front.declared(envelope.capabilities);
    const session = front.sessions.derive(principal, this.#origin, meta, front.steady());
    this.#remember(session);
    const own = front.statements === undefined ? frame : this.#hear(front.statements, frame, session, headers);
    const dress = front.dress[envelope.era];
    const visit = { frame: own, id: idText(own), method, envelope, proof, principal, session, dress, reply };
    if (request !== undefined) Object.assign(visit, { request });
    return { ok: true, visit: isNew && headers !== undefined ? Object.assign(visit, { headers }) : visit };
  }

  #greet(params: JsonObject): void {
    this.#greeting = readGreeting(params);
    const { capabilities, client } = this.#greeting;
    this.#legacy = { ...this.#legacy, capabilities, client };
  }

  #remember(session: Session): void {
    if (this.#sessions.has(session.key)) return;
    this.#sessions.set(session.key, session);
    for (const oldest of this.#sessions.keys()) if (this.#sessions.size > MOST_SESSIONS) this.#sessions.delete(oldest);
  }

  /** Hears what the client says of its session, and takes those words out of the request. */
  #hear(statements: Statements, frame: Frame, session: Session, headers: IncomingHttpHeaders | undefined): Frame {
    const said = statements.read(metaOf(frame.params), headers);
    if (said.length > 0) this.#front.gate.hear(session, said);
    return statements.without(frame);
  }
}

const reject = (rejection: Rejection, status: number): Received => ({ ok: false, rejection, status });
