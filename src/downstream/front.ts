import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { getHeapStatistics } from 'node:v8';
import type { Config } from '../config/schema.ts';
import type { Gate } from '../model/gate.ts';
import { nextId } from '../model/id.ts';
import type { JsonObject } from '../model/json.ts';
import type { Admittance } from './http/guard.ts';
import { createIdentity, type Identify } from './identity.ts';
import { Load } from './load.ts';
import { createParking, type Parking } from './rounds/parking.ts';
import { createSeal, type Seal } from './rounds/seal.ts';
import { Sessions } from './session.ts';
import { createStatements, type Statements } from './statement.ts';
import type { Dress, Era } from './wire.ts';

type Admit = (request: IncomingMessage) => Admittance | Promise<Admittance>;

/** What all connections of this process share. */
export interface Front {
  readonly gate: Gate;
  readonly identify: Identify;
  /** Whether the sender of a request would be let in with it now; undefined where clients do not come over HTTP. */
  readonly admit: Admit | undefined;
  /** The key of `_meta` by which a client names its sub-agent. */
  readonly agentKey: string | undefined;
  readonly sessions: Sessions;
  /** Reads what clients say of their sessions; undefined where the configuration names nothing to read. */
  readonly statements: Statements | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A clock that nobody can set, for telling how long ago something was. */
  readonly steady: () => number;
  readonly newId: () => string;
  readonly seal: Seal;
  readonly parking: Parking;
  /** Called with what a client says that it can do. */
  readonly declared: (capabilities: JsonObject) => void;
  /** How many requests of one connection may run at once. */
  readonly inFlight: number;
  /** How many requests of all connections may run at once, and how many do. */
  readonly total: number;
  running: number;
  /** How much memory those requests hold, and how much their results until their answers are sent. */
  readonly load: Load;
  readonly results: Load;
  /** How many bytes may wait for a client that does not read. */
  readonly unread: number;
  /** How much may be held back for all clients that read too slowly, and how much is. In UTF-16 units. */
  readonly mostHeld: number;
  held: number;
  /** How deep a message may nest. */
  readonly depth: number;
  readonly dress: { readonly [E in Era]: Dress };
  /** Whether no new request is taken any more. */
  readonly closing: boolean;
  /** From now on every request is refused, in words. */
  close(): void;
  /** Takes other agents and limits. Callers are identified anew for each request, so they count from the next one on. */
  reconfigure(next: FrontConfig): void;
}

/** The part of the configuration that can change under a client. */
export interface FrontConfig {
  readonly agents: Config['agents'];
  readonly limits: Pick<
    Config['limits'],
    'result' | 'inFlight' | 'total' | 'load' | 'unread' | 'depth' | 'drain' | 'question'
  >;
}

export interface FrontOptions {
  readonly gate: Gate;
  readonly agents: Config['agents'];
  readonly session: Config['session'];
  readonly limits: Pick<
    Config['limits'],
    'message' | 'result' | 'inFlight' | 'total' | 'load' | 'unread' | 'depth' | 'sessions' | 'drain' | 'question'
  >;
  /** Our version, as clients are told. */
  readonly version: string;
  /** Called with what a client says that it can do: servers that are starting wait for the first. */
  readonly declared?: (capabilities: JsonObject) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A clock that nobody can set; `clock` where none is given. */
  readonly steady?: () => number;
  /** Lets in who comes over HTTP. */
  readonly admit?: Admit;
}

/** The writable side of what others only read. */
type Changing = { -readonly [K in keyof Front]: Front[K] };

export function createFront(options: FrontOptions): Front {
  const { gate, agents, session, limits, version, clock } = options;
  const server = JSON.stringify({ name: 'sallyport', title: 'Sallyport', version });
  return {
    gate,
    identify: createIdentity(agents),
    admit: options.admit,
    agentKey: session.agentKey,
    sessions: new Sessions(session, randomBytes(16).toString('hex'), (ended) => gate.leave(ended)),
    statements: createStatements(session),
    clock,
    steady: options.steady ?? clock,
    newId: () => nextId(clock()),
    seal: createSeal(),
    parking: createParking(limits.question, limits.inFlight),
    declared: options.declared ?? (() => {}),
    inFlight: limits.inFlight,
    total: limits.total,
    running: 0,
    load: new Load(limits.load, { what: 'requests', limit: 'limits.load', largest: limits.message }),
    results: new Load(getHeapStatistics().heap_size_limit / HEAP_PART, RESULTS),
    unread: limits.unread,
    mostHeld: mostHeld(limits),
    held: 0,
    depth: limits.depth,
    dress: { modern: { era: 'modern', server }, legacy: { era: 'legacy', server } },
    closing: false,
    close(this: Changing) {
      this.closing = true;
    },
    reconfigure(this: Changing, next) {
      this.identify = createIdentity(next.agents);
      this.inFlight = next.limits.inFlight;
      this.total = next.limits.total;
      this.load.reconfigure(next.limits.load);
      this.unread = next.limits.unread;
      this.mostHeld = mostHeld(next.limits);
      this.depth = next.limits.depth;
      this.parking.reconfigure(next.limits.question, next.limits.inFlight);
    },
  };
}

/**
 * Results may hold one part in so many of what Node may use for objects. While one is judged it takes up to twice its bytes, up to
 * four times where not all its letters are Latin, and without a limit V8 ends the process where many come at once.
 */
const HEAP_PART = 4;
const RESULTS = {
  what: 'results',
  limit: "the part of Node's heap that is for them, see --max-old-space-size",
  largest: 0,
} as const;

/** As much as may wait for one client, and several of the largest results: 320 MB where nothing is configured. */
const mostHeld = ({ unread, result }: Pick<Config['limits'], 'unread' | 'result'>): number => unread + 8 * result;
