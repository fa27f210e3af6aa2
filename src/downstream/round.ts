import type { Call, Continuation, Principal, Session } from '../model/call.ts';
import { isObject, type Json, type JsonObject, pointerKey } from '../model/json.ts';
import { dropMembers as dropMembersNamed, putFirst } from '../model/members.ts';
import { QUESTION_METHODS, type Question } from '../model/relay.ts';
import { members } from '../model/scan.ts';
import { spanAt } from '../model/splice.ts';
import { dropMembers } from './era.ts';
import type { Given } from './request.ts';
import { type Bound, type Carried, newNonce, type Seal, type State } from './seal.ts';
import { CODES, type Rejection } from './wire.ts';

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
export function readRetry(seal: Seal, given: Given, principal: Principal, session: Session, now: number): RetryRead {
  const text = given.params.requestState;
  const state = typeof text === 'string' ? seal.open(text, now) : undefined;
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
  dropMembersNamed(responses, (name) => !asked.includes(name));

/** The request without what an earlier round added, and with what this one brings. */
export function carry(given: Given, carried: Carried | undefined): Given {
  let text = dropMembers(given.text, MEMBERS);
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
export const sealRound = (
  seal: Seal,
  call: Call,
  state: Json | undefined,
  asked: readonly string[],
  now: number,
  continues?: Continuation,
): string =>
  seal.close({
    kind: 'round',
    state: typeof state === 'string' ? state : undefined,
    asked,
    continues,
    ...boundTo(call, now, now + ROUND_MS),
  });

/** An upstream's questions in a result, by its own keys, each with its text; what is no question is left out. */
export function questionsOf(upstream: string, value: JsonObject, text: string): [key: string, question: Question][] {
  if (!isObject(value.inputRequests)) return [];
  return Object.entries(value.inputRequests).flatMap(([key, asked]) => {
    if (!isObject(asked) || typeof asked.method !== 'string' || !QUESTION_METHODS.has(asked.method)) return [];
    const { method, params } = asked;
    // Params that are not an object are judged and sent as none, so that both are always the same.
    const span = isObject(params) ? spanAt(text, `/inputRequests/${pointerKey(key)}/params`) : undefined;
    if (!isObject(params) || span === undefined) return [[key, { upstream, method, params: {}, text: '{}' }]];
    return [[key, { upstream, method, params, text: text.slice(span.start, span.end) }]];
  });
}

/** The capability that a client lacks for a question; undefined where it can answer it. */
export function lacks(capabilities: JsonObject, question: Pick<Question, 'method' | 'params'>): JsonObject | undefined {
  if (question.method === 'elicitation/create') {
    const mode = question.params.mode === 'url' ? 'url' : 'form';
    const declared = capabilities.elicitation;
    if (!isObject(declared)) return { elicitation: { [mode]: {} } };
    const able = declared[mode] !== undefined || (mode === 'form' && declared.url === undefined);
    return able ? undefined : { elicitation: { [mode]: {} } };
  }
  const name = question.method === 'sampling/createMessage' ? 'sampling' : 'roots';
  const declared = capabilities[name];
  if (declared === undefined) return { [name]: {} };
  const wantsTools = name === 'sampling' && question.params.tools !== undefined;
  return wantsTools && !(isObject(declared) && declared.tools !== undefined) ? { sampling: { tools: {} } } : undefined;
}
