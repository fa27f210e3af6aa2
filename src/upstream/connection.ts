import type { JsonObject } from '../model/json.ts';
import type { Endpoint } from './endpoint.ts';
import { type Failure, ProcessDied } from './failure.ts';
import { type Era, type Greeting, HTTP_PROBE, shakeHands } from './handshake.ts';
import type { Authorization } from './http/authorization.ts';
import type { MirroredArguments } from './http/mirror.ts';
import { Lane, type LaneListener } from './lane.ts';
import { StdioWire } from './stdio.ts';
import { isWatching, Watch } from './watch.ts';
import type { Wire } from './wire.ts';

/** A server that answered the handshake. */
export interface Connection {
  readonly lane: Lane;
  readonly greeting: Greeting;
  /** Of a legacy server: settles when what it tells from then on is heard, true, or when nothing will be. */
  readonly hears: Promise<boolean>;
  /** Relays a call in the words of the server's protocol. Never rejects. */
  readonly call: Lane['call'];
  /** Tells a server that was told of roots that they have changed. */
  changedRoots(): void;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly upstream: string;
  readonly endpoint: Endpoint;
  readonly era: Era;
  /** Our identity as JSON text. */
  readonly clientInfo: string;
  /** Milliseconds that a call may be silent. */
  readonly timeout: number;
  /** Milliseconds after which it ends, whatever progress it tells. */
  readonly ceiling: number;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly log: (line: string) => void;
  readonly listener: LaneListener;
  readonly mirrored: MirroredArguments;
  /** For a server that is signed in to. */
  readonly authorization: Authorization | undefined;
  /** Told of what is still being ended when opening failed. */
  readonly leftover: (closing: Promise<void>) => void;
  /**
   * What a legacy server is told that its client can do, as JSON text. Nothing is said to a server before this resolves; it may be
   * started meanwhile.
   */
  readonly declared: Promise<string>;
  readonly declare: (capabilities: JsonObject) => string;
  /** Whether all calls of the connection are one session's. */
  readonly isPrivate: boolean;
  /** Whether a person has frozen the server, or the session that the connection belongs to. */
  readonly isFrozen: () => boolean;
  /** Gives up the handshake. */
  readonly signal: AbortSignal;
}

/**
 * Starts or reaches a server and shakes hands. Rejects with an `OpenError`; nothing is left running then. A server that
 * dies of a question it does not know is started once more and asked the old way.
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  try {
    // The transport of 2024-11-05 is older than the question.
    return await attempt(options, options.endpoint.kind === 'sse' ? 'legacy' : options.era);
  } catch (error) {
    const isDead = error instanceof ProcessDied && options.era === 'auto';
    if (!isDead || options.endpoint.kind !== 'stdio' || options.signal.aborted) throw error;
    return attempt(options, 'legacy');
  }
}

async function attempt(options: ConnectionOptions, era: Era): Promise<Connection> {
  const { upstream, clientInfo, timeout, ceiling, isPrivate, declare } = options;
  // Of a try that was given up nobody hears any more: its process may end when another has long taken its place.
  let isGivenUp = false;
  const ended = (why: Failure): void => {
    if (!isGivenUp) options.listener.ended(why);
  };
  const listener: LaneListener = { ...options.listener, ended };
  const lane = new Lane({ upstream, timeout, ceiling, clientInfo, isPrivate, declare, listener });
  const wire = await openWire(options, lane);
  lane.attach(wire);
  try {
    const declared = await options.declared;
    const patience = options.endpoint.kind === 'http' ? HTTP_PROBE : undefined;
    const { signal } = options;
    const greeting = await shakeHands(lane, { era, clientInfo, capabilities: declared, signal, patience });
    wire.greeted(greeting.protocol);
    if (greeting.era === 'legacy') lane.notify('notifications/initialized');
    const changedRoots = (): void => {
      if (greeting.era === 'legacy' && declared.includes('"roots"')) lane.notify('notifications/roots/list_changed');
    };
    const watch = greeting.era === 'modern' ? new Watch(lane, options.isFrozen) : undefined;
    const call: Lane['call'] = (made, courier) =>
      watch !== undefined && isWatching(made.method) ? watch.call(made) : lane.call(made, courier);
    const close = (): Promise<void> => {
      lane.dismiss();
      return wire.close();
    };
    return { lane, greeting, hears: wire.hears, call, changedRoots, close };
  } catch (error) {
    isGivenUp = true;
    options.leftover(wire.close());
    throw error;
  }
}

async function openWire(options: ConnectionOptions, lane: Lane): Promise<Wire> {
  const { endpoint, upstream, most, log } = options;
  if (endpoint.kind === 'stdio') return new StdioWire({ upstream, program: endpoint, most, log, listener: lane });
  const { url, headers } = endpoint;
  const { authorization } = options;
  // Loaded when the first server is reached by HTTP: most set-ups have none, and start-up is counted in milliseconds.
  if (endpoint.kind === 'sse') {
    const { SseWire } = await import('./http/sse.ts');
    return new SseWire({ url, headers, most, listener: lane, authorization });
  }
  const { HttpWire } = await import('./http.ts');
  return new HttpWire({ url, headers, most, listener: lane, mirrored: options.mirrored, authorization });
}
