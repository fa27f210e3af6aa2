import { isObject, type JsonObject } from '../model/json.ts';
import { LEGACY, legacyOf, MODERN } from '../model/protocol/revision.ts';
import type { Result } from '../model/result.ts';
import { orAborted } from './abortable.ts';
import { failure, OpenError, ProcessDied } from './failure.ts';
import type { Lane } from './lane.ts';
import { modernMembers } from './meta.ts';
import { MODERN_ERRORS } from './verdict.ts';

/** What a server said about itself. */
export interface Greeting {
  readonly era: 'legacy' | 'modern';
  readonly protocol: string;
  readonly serverInfo: JsonObject;
  readonly capabilities: JsonObject;
  readonly instructions: string | undefined;
}

export type Era = 'auto' | 'legacy' | 'modern';

/** What is said in a handshake, and how. */
export interface Handshake {
  readonly era: Era;
  /** Our identity as JSON text. */
  readonly clientInfo: string;
  /** JSON text of the capabilities that a legacy server is told; a modern one hears them with each request. */
  readonly capabilities: string;
  readonly signal: AbortSignal;
  /** Milliseconds after which a server that leaves the probe unanswered is greeted in the older way as well. */
  readonly patience?: number | undefined;
}

/**
 * How long a probe may go unanswered before `initialize` is sent as well, in milliseconds. A late answer still counts, so
 * that a slow start costs only one more message.
 */
const PROBE = 1_500;
/** Over HTTP every request gets an answer of its own, if only an error: that of a server which has to wake up is worth waiting for. */
export const HTTP_PROBE = 10_000;
const UNSUPPORTED = -32022;

/** Two small messages, made here rather than by the SDK: importing its client costs more than starting most servers. */
export async function shakeHands(lane: Lane, handshake: Handshake): Promise<Greeting> {
  const { era, patience = PROBE } = handshake;
  const begin = (): Promise<Result> => initialize(lane, handshake);
  if (era === 'legacy') return greet(await begin(), lane);
  const probe = discover(lane, handshake);
  if (era === 'modern') return greet(await probe, lane);
  const early = await Promise.race([probe, pause(patience)]);
  if (early !== undefined) {
    if (isModern(early)) return greet(early, lane);
    return greet(await begin(), lane);
  }
  // A server that accepts `initialize` speaks legacy from then on, whatever it answers to the probe.
  const answer = await begin();
  return greet(answer.kind === 'complete' || answer.kind === 'failed' ? answer : await probe, lane);
}

const isModern = (answer: Result): boolean =>
  (answer.kind === 'complete' && Array.isArray(answer.value.supportedVersions)) ||
  (answer.kind === 'error' && MODERN_ERRORS.has(answer.code));

async function discover(lane: Lane, { clientInfo, signal }: Handshake): Promise<Result> {
  const params = `{"_meta":{${modernMembers(clientInfo, '{}', undefined)}}}`;
  const answer = await lane.request('server/discover', params, signal, 0);
  return refusedButSpeaks(answer) ? lane.request('server/discover', params, signal, 0) : answer;
}

/** For a server that refused the version and names the ones it accepts: the protocol wants it asked again. */
const refusedButSpeaks = (answer: Result): boolean =>
  answer.kind === 'error' &&
  answer.code === UNSUPPORTED &&
  isObject(answer.data) &&
  Array.isArray(answer.data.supported) &&
  answer.data.supported.includes(MODERN);

async function initialize(lane: Lane, { clientInfo, capabilities, signal }: Handshake): Promise<Result> {
  const params = `{"protocolVersion":"${LEGACY[0]}","capabilities":${capabilities},"clientInfo":${clientInfo}}`;
  // The protocol does not let this request be cancelled: who gives it up hangs up.
  const answer = await orAborted(lane.request('initialize', params, undefined, 0), signal);
  return answer ?? failure('cancelled', 'the handshake was given up', false);
}

const OLDER = 'update the older of the two';

/** Turns the answer of either handshake into a greeting, or returns why there is none. */
function greet(answer: Result, lane: Lane): Greeting {
  if (answer.kind === 'failed')
    throw answer.reason === 'crashed' ? new ProcessDied(answer.message) : new OpenError(answer.message);
  if (answer.kind === 'error') {
    throw new OpenError(`the server refused the handshake: ${answer.message} (${answer.code})`);
  }
  const { value } = answer;
  const capabilities = isObject(value.capabilities) ? value.capabilities : {};
  const instructions = typeof value.instructions === 'string' ? value.instructions : undefined;
  if (Array.isArray(value.supportedVersions)) {
    if (!value.supportedVersions.includes(MODERN)) {
      throw new OpenError(`the server speaks ${value.supportedVersions.join(', ')}, and Sallyport ${MODERN}; ${OLDER}`);
    }
    lane.modern = true;
    const meta = isObject(value._meta) ? value._meta['io.modelcontextprotocol/serverInfo'] : undefined;
    return { era: 'modern', protocol: MODERN, serverInfo: isObject(meta) ? meta : {}, capabilities, instructions };
  }
  const protocol = legacyOf(value.protocolVersion);
  if (protocol === undefined) {
    throw new OpenError(
      `the server speaks protocol ${JSON.stringify(value.protocolVersion)}, and Sallyport ${LEGACY.join(', ')}; ${OLDER}`,
    );
  }
  lane.logs = isObject(capabilities.logging);
  const serverInfo = isObject(value.serverInfo) ? value.serverInfo : {};
  return { era: 'legacy', protocol, serverInfo, capabilities, instructions };
}

const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref();
  });
