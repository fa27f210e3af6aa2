import type { JsonObject } from '../model/json.ts';
import type { Failure } from './failure.ts';

/** One message on its way to an upstream, with what a transport must know apart from its text. */
export interface Outgoing {
  readonly text: string;
  /** Undefined for notifications and for answers to the upstream's own requests. */
  readonly id: number | undefined;
  readonly method: string;
  /** A tool's or prompt's name, or a resource's URI; '' where the method has no object. */
  readonly name: string;
  /** The call's arguments, for headers that mirror them. */
  readonly args: JsonObject | undefined;
}

/** Carries messages. A process, an HTTP endpoint and a pair of SSE and POST look the same from here on. */
export interface Wire {
  /** Never throws. What cannot be sent is reported through the listener. */
  send(message: Outgoing): void;
  /** Gives up one request. True where that alone tells the upstream (a closed stream), false where it must be notified. */
  cancel(id: number): boolean;
  /** Called after the handshake with the revision that is spoken from here on. */
  greeted(protocol: string): void;
  /** For a legacy server: resolves with true once whatever it tells is heard, with false when it never will be. */
  readonly hears: Promise<boolean>;
  /** Ends it; idempotent. */
  close(): Promise<void>;
}

export interface WireListener {
  /** One message. `via` is the request whose own stream it came on, where the transport knows. */
  message(text: string, via?: number): void;
  /** A message was too large and was dropped. `id` where it could be found in what is left; one that nobody waits for is ignored. */
  tooLarge(bytes: number, id: number | undefined): void;
  /** A request or a notification of the server's was too large and was dropped. `id` as JSON text, where it has one that could be found. */
  asksTooMuch(bytes: number, id: string | undefined): void;
  /** Whether anybody still waits for the answer. */
  waits(id: number): boolean;
  /** One request will not be answered. Without effect where nobody waits any more. */
  lost(id: number, failure: Failure): void;
  /** The stream for messages that answer no request broke and is back; whatever was sent meanwhile is lost. */
  missed(): void;
  /** The upstream no longer knows this connection: what is in flight may still be answered, nothing new may be sent. */
  stale(): void;
  /** The connection is gone, with everything that was in flight. */
  ended(failure: Failure): void;
}
