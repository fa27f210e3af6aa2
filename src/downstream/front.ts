import { randomBytes } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import type { Gate } from '../model/gate.ts';
import { nextId } from '../model/id.ts';
import type { JsonObject } from '../model/json.ts';
import { createIdentity } from './identity.ts';
import { createParking } from './parking.ts';
import { createSeal } from './seal.ts';
import { createSessions } from './session.ts';
import { createStatements } from './statement.ts';
import type { Front } from './visit.ts';

export interface FrontOptions {
  readonly gate: Gate;
  readonly agents: Config['agents'];
  readonly session: Config['session'];
  readonly limits: Pick<
    Config['limits'],
    'message' | 'inFlight' | 'total' | 'depth' | 'sessions' | 'drain' | 'question'
  >;
  /** Our version, as clients are told. */
  readonly version: string;
  /** Told of what a client says that it can do: servers that are being started wait for the first. */
  readonly declared?: (capabilities: JsonObject) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Its own hands may change what others only read. */
type Changing = { -readonly [K in keyof Front]: Front[K] };

export function createFront(options: FrontOptions): Front {
  const { gate, agents, session, limits, version, clock } = options;
  const server = JSON.stringify({ name: 'sallyport', title: 'Sallyport', version });
  return {
    gate,
    identify: createIdentity(agents),
    agentKey: session.agentKey,
    derive: createSessions(session, randomBytes(16).toString('hex'), (ended) => gate.leave(ended)),
    statements: createStatements(session),
    clock,
    newId: () => nextId(clock()),
    seal: createSeal(),
    parking: createParking(limits.question, limits.inFlight),
    declared: options.declared ?? (() => {}),
    inFlight: limits.inFlight,
    total: limits.total,
    running: 0,
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
      this.depth = next.limits.depth;
    },
  };
}
