import type { IncomingHttpHeaders } from 'node:http';
import type { Principal, Session } from '../model/call.ts';
import type { Frame } from '../model/frame.ts';
import type { JsonObject } from '../model/json.ts';
import { type Envelope, idText, isModern, metaOf, readModern } from './envelope.ts';
import type { Front } from './front.ts';
import { type Greeting, LISTS, readGreeting } from './handshake.ts';
import type { Proof } from './identity.ts';
import type { Reply } from './reply.ts';
import type { Origin } from './session.ts';
import { subagentOf } from './subagent.ts';
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

/** Who is at the other end of one connection, and what they negotiated. */
export interface Reception {
  /** `proof` and `headers` are those of this request, where each has its own. */
  receive(frame: Frame, method: string, reply: Reply, proof?: Proof, headers?: IncomingHttpHeaders): Received;
  /** What `initialize` settled; undefined before it. */
  readonly greeting: Greeting | undefined;
  /** The log level of a legacy client; undefined until it asks for one. */
  logLevel: string | undefined;
  /** Who spoke last; undefined before anybody did. */
  readonly principal: Principal | undefined;
  /** By key, every session that this connection took part in. */
  readonly sessions: ReadonlyMap<string, Session>;
}

/** Clients name their sessions; beyond this number the oldest of one connection are forgotten. */
const MOST_SESSIONS = 1_000;
const NO_CAPABILITIES: JsonObject = Object.freeze({});

export function createReception(front: Front, begun: Proof, origin: Origin): Reception {
  const sessions = new Map<string, Session>();
  let greeting: Greeting | undefined;
  let principal: Principal | undefined;
  let logLevel: string | undefined;
  let legacy: Envelope = { era: 'legacy', capabilities: NO_CAPABILITIES, client: undefined, logLevel };

  const reject = (rejection: Rejection, status: number): Received => ({ ok: false, rejection, status });

  return {
    sessions,
    get principal() {
      return principal;
    },
    get greeting() {
      return greeting;
    },
    get logLevel() {
      return logLevel;
    },
    set logLevel(level) {
      logLevel = level;
      legacy = { ...legacy, logLevel };
    },
    receive(given, method, reply, proof = begun, headers = undefined) {
      let frame = given;
      const modern = isModern(frame.params) || TELLING.includes(method);
      if (method === 'initialize' && !modern) {
        greeting = readGreeting(frame.params);
        legacy = { era: 'legacy', capabilities: greeting.capabilities, client: greeting.client, logLevel };
      }
      let envelope = legacy;
      if (modern) {
        const read = readModern(frame.params);
        if (!read.ok) return reject(read.rejection, 400);
        envelope = read.envelope;
      }
      // Never forwarded: nobody has judged what we do not know.
      if (!METHODS[envelope.era].has(method))
        return reject({ code: CODES.method, message: `there is no method "${method}" here` }, modern ? 404 : 200);
      const meta = metaOf(frame.params);
      principal = front.identify(proof, envelope.client, subagentOf(meta, front.agentKey));
      front.declared(envelope.capabilities);
      const session = front.derive(principal, origin, meta, front.clock());
      if (!sessions.has(session.key)) {
        sessions.set(session.key, session);
        for (const oldest of sessions.keys()) if (sessions.size > MOST_SESSIONS) sessions.delete(oldest);
      }
      if (front.statements !== undefined) {
        const said = front.statements.read(meta, headers);
        if (said.length > 0) front.gate.hear(session, said);
        frame = front.statements.without(frame);
      }
      const dress = front.dress[envelope.era];
      return { ok: true, visit: { frame, id: idText(frame), method, envelope, principal, session, dress, reply } };
    },
  };
}
