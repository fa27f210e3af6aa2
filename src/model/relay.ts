import type { JsonObject } from './json.ts';
import type { Admitted } from './passage.ts';
import type { Result } from './result.ts';

/** What travels beside a call and is no part of it. */
export interface Courier {
  /** Aborted when the client cancels or goes away. */
  readonly signal: AbortSignal;
  /** What the client declared it can do, as it sent it. */
  readonly capabilities: JsonObject;
  /** The log level the client asked for, where it did. */
  readonly logLevel?: string | undefined;
  /** Set where the client gave a progress token: notifications that belong to this call, already judged, as their method and params. */
  notify?(method: string, params: JsonObject): void;
}

/** Sends an admitted call to its upstream. Never throws; refuses a key that was used. */
export type Relay = (admitted: Admitted, courier: Courier) => Promise<Result>;
