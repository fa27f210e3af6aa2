import { type Call, callDigest } from '../../model/call.ts';
import type { ListKind } from '../../model/gate.ts';
import { withoutMembers } from '../../model/json/members.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { memberAt } from '../../model/text/scan.ts';
import type { Front } from '../front.ts';
import type { Visit } from '../visit.ts';
import { CODES, type Era, type Rejection } from '../wire.ts';
import { nearNames } from './near-names.ts';

/** Params with the exact text they were read from. */
export interface Given {
  readonly params: JsonObject;
  readonly text: string;
}

export type CallRead =
  | { readonly ok: true; readonly call: Call }
  /** There is no such target, or the params do not fit the method. */
  | { readonly ok: false; readonly rejection: Rejection; readonly unknown: boolean };

const NO_ARGUMENTS: JsonObject = Object.freeze({});
const NO_CLAIMS: Claims = Object.freeze({});

/** What a call claims apart from its request: the hold that it answers, or the call that it continues. */
export type Claims = Pick<Call, 'approval' | 'continues'>;

/** Makes the call that a request asks for. The inward text is what is judged, recorded and sent. */
export function readCall(
  { gate, newId, clock }: Pick<Front, 'gate' | 'newId' | 'clock'>,
  { method, principal, session, dress }: Pick<Visit, 'method' | 'principal' | 'session' | 'dress'>,
  given: Given,
  claims: Claims = NO_CLAIMS,
): CallRead {
  const wrong = misshapen(method, given.params);
  if (wrong !== undefined) return { ok: false, rejection: { code: CODES.params, message: wrong }, unknown: false };
  const found = gate.find(method, given.params, session);
  if (found === undefined)
    return { ok: false, rejection: unknownTarget(method, given.params, dress.era), unknown: true };
  const text = gate.inward(found, method, given.text);
  const named = namesArguments(method);
  const params = paramsOf(text, given, named ? found.target.name : undefined);
  const call = {
    id: newId(),
    at: clock(),
    session,
    principal,
    origin: 'downstream' as const,
    method,
    target: found.target,
    tool: found.facts,
    args: named ? ((params.arguments as JsonObject | undefined) ?? NO_ARGUMENTS) : withoutMeta(params),
    params,
    text,
    digest: '',
  };
  call.digest = callDigest(call, named ? givenText(text, params) : withoutMembers(text, ENVELOPE));
  return { ok: true, call: Object.freeze(claims === NO_CLAIMS ? call : Object.assign(call, claims)) };
}

/** The parsed inward text. Where it differs from the given one only in the name, nothing is parsed again: answers may differ too. */
function paramsOf(text: string, given: Given, name: string | undefined): JsonObject {
  if (text === given.text) return given.params;
  return name === undefined || given.params.inputResponses !== undefined
    ? (JSON.parse(text) as JsonObject)
    : { ...given.params, name };
}

const namesArguments = (method: string): boolean => method === 'tools/call' || method === 'prompts/get';

/** Why the params do not fit the method; undefined where they do. */
function misshapen(method: string, params: JsonObject): string | undefined {
  if (namesArguments(method)) {
    if (typeof params.name !== 'string') return `params.name must be a string: the name from ${listOf(method)}`;
    if (params.arguments !== undefined && !isObject(params.arguments))
      return 'params.arguments must be an object, or absent';
    return undefined;
  }
  if (method.startsWith('resources/'))
    return typeof params.uri === 'string' ? undefined : 'params.uri must be a string: a URI from resources/list';
  if (!isObject(params.ref))
    return 'params.ref must be an object: { "type": "ref/prompt", "name": … } or a ref/resource';
  return isObject(params.argument) ? undefined : 'params.argument must be an object: { "name": …, "value": … }';
}

const listOf = (method: string): string => (method === 'tools/call' ? 'tools/list' : 'prompts/list');

/** What a tool or prompt is given: the arguments and, where a client sends more than these, everything else that is passed on. */
function givenText(text: string, params: JsonObject): string {
  const span = memberAt(text, 0, 'arguments');
  const args = span === undefined ? '{}' : text.slice(span.start, span.end);
  // As a list, which arguments never are: these may have members of the same names.
  for (const name in params) if (!isUsual(name)) return `[${args},${withoutMembers(text, [...ENVELOPE, 'name'])}]`;
  return args;
}

const isUsual = (name: string): boolean => name === 'name' || name === 'arguments' || ENVELOPE.includes(name);

function withoutMeta(params: JsonObject): JsonObject {
  if (params._meta === undefined) return params;
  const { _meta, ...rest } = params;
  return rest;
}

/** Members that are no arguments: the envelope, and what single rounds of a longer call add, so that all rounds have one digest. */
const ENVELOPE = ['_meta', 'requestState', 'inputResponses'];

function unknownTarget(method: string, params: JsonObject, era: Era): Rejection {
  if (method.startsWith('resources/')) {
    const uri = params.uri as string;
    return {
      code: era === 'legacy' ? CODES.notFound : CODES.params,
      message: `there is no resource ${uri} here; resources/list and resources/templates/list name those that are`,
      data: { uri },
    };
  }
  if (method === 'completion/complete')
    return { code: CODES.params, message: 'params.ref names no prompt or resource template of this server' };
  return { code: CODES.params, message: `there is no ${nounOf(method)} "${params.name}" here` };
}

const nounOf = (method: string): string => (method === 'tools/call' ? 'tool' : 'prompt');

/** The list that has the names for a method. */
export const listFor = (method: string): ListKind =>
  method === 'tools/call' ? 'tools' : method.startsWith('resources/') ? 'resources' : 'prompts';

/** Adds the names nearest to the one that was asked for. `items` is the JSON text of the list that this principal is shown. */
export function suggest(method: string, given: Given, known: Rejection, items: string): Rejection {
  const name = given.params.name;
  if (!namesArguments(method) || typeof name !== 'string') return known;
  const list = JSON.parse(items) as { name: string }[];
  const names = nearNames(
    name,
    list.map((item) => item.name),
  );
  if (names.length === 0) return { ...known, message: `${known.message}; ${listOf(method)} names those that are` };
  return { ...known, message: `${known.message}; did you mean ${names.map((near) => `"${near}"`).join(' or ')}?` };
}
