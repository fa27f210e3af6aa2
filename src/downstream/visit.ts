import type { Config } from '../config/schema.ts';
import type { Principal, Session } from '../model/call.ts';
import type { Frame } from '../model/frame.ts';
import type { Gate } from '../model/gate.ts';
import type { JsonObject } from '../model/json.ts';
import type { Envelope } from './envelope.ts';
import type { Identify } from './identity.ts';
import type { Parking } from './parking.ts';
import type { Seal } from './seal.ts';
import type { DeriveSession } from './session.ts';
import type { Statements } from './statement.ts';
import type { Answer, Dress, Era } from './wire.ts';

/** What all connections of this process share. */
export interface Front {
  readonly gate: Gate;
  readonly identify: Identify;
  /** The key of `_meta` by which a client names its sub-agent. */
  readonly agentKey: string | undefined;
  readonly derive: DeriveSession;
  /** Reads what clients say of their sessions; undefined where the configuration names nothing to read. */
  readonly statements: Statements | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly seal: Seal;
  readonly parking: Parking;
  /** Told of what a client says that it can do. */
  readonly declared: (capabilities: JsonObject) => void;
  /** How many requests of one connection may run at once. */
  readonly inFlight: number;
  /** How many requests of all connections may run at once, and how many do. */
  readonly total: number;
  running: number;
  /** How deep a message may nest. */
  readonly depth: number;
  readonly dress: { readonly [E in Era]: Dress };
  /** Whether no new request is taken any more. */
  readonly closing: boolean;
  /** From now on every request is refused, in words. */
  close(): void;
  /** Takes other agents and limits: who calls is asked anew for each request, so they count from the next one on. */
  reconfigure(next: FrontConfig): void;
}

/** The part of the configuration that can change under a client. */
export interface FrontConfig {
  readonly agents: Config['agents'];
  readonly limits: Pick<Config['limits'], 'inFlight' | 'total' | 'depth' | 'drain'>;
}

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
}

/** One request with all that surrounds it. */
export interface Visit {
  readonly frame: Frame;
  /** The JSON text of its id, as it was spelled. */
  readonly id: string;
  readonly method: string;
  readonly envelope: Envelope;
  readonly principal: Principal;
  readonly session: Session;
  readonly dress: Dress;
  readonly reply: Reply;
}
