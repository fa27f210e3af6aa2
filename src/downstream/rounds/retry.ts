import type { Call } from '../../model/call.ts';
import { dropMembers, putFirst, withoutMembers } from '../../model/json/members.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { members } from '../../model/text/scan.ts';
import type { Given } from '../calls/request.ts';
import type { Front } from '../front.ts';
import type { Visit } from '../visit.ts';
import { CODES, type Rejection } from '../wire.ts';
import { type Bound, type Carried, newNonce, type State } from './seal.ts';

const MEMBERS = ['requestState', 'inputResponses'];

/** How long an upstream's question stays answerable. */
const ROUND_MS = 15 * 60_000;

/** The SDK's own words, which clients may know. */
export const INVALID_STATE: Rejection = {
  code: CODES.params,
  message: 'Invalid or expired requestState',
  data: { reason: 'invalid_request_state' },
};

export interface Retry {
  readonly state: State;
  readonly given: Given;
  readonly responses: JsonObject;
}

export type RetryRead = ({ readonly ok: true } & Retry) | { readonly ok: false };

/** Whether a request comes back with answers to questions. */
export const isRetry = (params: JsonObject): boolean =>
  params.requestState !== undefined || params.inputResponses !== undefined;

/**
 * Reads a request that came back. Its state must be ours and made for this principal and session. Judged and sent is the
 * request with the upstream's own state and the answers to the upstream's questions; ours are taken out.
 */
export function readRetry(
  { seal, clock }: Pick<Front, 'seal' | 'clock'>,
  { principal, session }: Pick<Visit, 'principal' | 'session'>,
  given: Given,
): RetryRead {
  const text = given.params.requestState;
  const state = typeof text === 'string' ? seal.open(text, clock()) : undefined;
  if (state === undefined || state.principal !== principal.id || state.session !== session.key) return { ok: false };
  const answers = given.params.inputResponses;
  const span = members(given.text)?.get('inputResponses');
  const sent = span === undefined ? undefined : given.text.slice(span.start, span.end);
  const carried =
    state.kind === 'hold' || state.kind === 'task'
      ? state.carried
      : state.kind === 'round'
        ? { state: state.state, responses: sent === undefined ? undefined : onlyAsked(sent, state.asked) }
        : undefined;
  return { ok: true, state, given: carry(given, carried), responses: isObject(answers) ? answers : {} };
}

/** Answers to questions that were never asked are dropped. */
const onlyAsked = (responses: string, asked: readonly string[]): string =>
  dropMembers(responses, (name) => !asked.includes(name));

/** The request without what an earlier round added, and with what this one brings. */
export function carry(given: Given, carried: Carried | undefined): Given {
  let text = withoutMembers(given.text, MEMBERS);
  if (carried?.responses !== undefined) text = putFirst(text, `"inputResponses":${carried.responses}`);
  if (carried?.state !== undefined) text = putFirst(text, `"requestState":${JSON.stringify(carried.state)}`);
  return text === given.text ? given : { text, params: JSON.parse(text) as JsonObject };
}

/** What a request carries already, so that a form of ours in between loses nothing. */
export function carriedBy(given: Given): Carried | undefined {
  if (!isRetry(given.params)) return undefined;
  const state = given.params.requestState;
  const span = members(given.text)?.get('inputResponses');
  return {
    state: typeof state === 'string' ? state : undefined,
    responses: span === undefined ? undefined : given.text.slice(span.start, span.end),
  };
}

/** What binds a state to its call. */
export const boundTo = ({ digest, principal, session }: Call, at: number, expires: number): Bound => ({
  digest,
  principal: principal.id,
  session: session.key,
  at,
  expires,
  nonce: newNonce(),
});

/** Seals an upstream's state, bound to its call, with what was asked and what a person has said to that call already. */
export function sealRound(
  { seal, clock }: Pick<Front, 'seal' | 'clock'>,
  call: Call,
  round: Pick<Extract<State, { kind: 'round' }>, 'state' | 'asked' | 'continues'>,
): string {
  const now = clock();
  return seal.close({ kind: 'round', ...round, ...boundTo(call, now, now + ROUND_MS) });
}
