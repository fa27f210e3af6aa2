import type { Call } from '../model/call.ts';
import type { Gate } from '../model/gate.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Settled } from '../model/passage.ts';
import type { Result } from '../model/result.ts';
import { members } from '../model/scan.ts';
import { splice } from '../model/splice.ts';
import { fitResult, modernHead } from './era.ts';
import { failedText } from './refusal.ts';
import { type Answer, CODES, type Dress, type Era, rejected, rejectionText } from './wire.ts';

/** An answer in words: a readable result for a tool, an error with the same text elsewhere. */
export function sayAnswer(method: string, text: string, dress: Dress, data?: Readonly<Record<string, string>>): Answer {
  if (method !== 'tools/call') {
    const error = { code: CODES.refused, message: text };
    return { member: 'error', text: rejectionText(data === undefined ? error : { ...error, data }) };
  }
  return toolText(text, true, dress);
}

/** A tool's result that is one text. */
export function toolText(text: string, isError: boolean, dress: Dress): Answer {
  const body = `"content":[{"type":"text","text":${JSON.stringify(text)}}],"isError":${isError}`;
  return { member: 'result', text: dress.era === 'legacy' ? `{${body}}` : `{${modernHead(dress)},${body}}` };
}

/** The answer from a settled call. One that was used before is not answered again. */
export function settledAnswer(
  gate: Gate,
  call: Call,
  settled: Settled,
  dress: Dress,
  /** The client's capabilities. */
  declared: JsonObject = {},
): Answer {
  if (!settled.use())
    return sayAnswer(call.method, 'Sallyport refused to answer with one result twice. This is a fault of ours.', dress);
  const result = settled.result;
  if (result.kind === 'failed') return sayAnswer(call.method, failedText(call, result), dress);
  const text = gate.outward(call.target.upstream, call.method, result.text);
  if (result.kind === 'error') return errorAnswer(call, result, text, dress, declared);
  const type = result.value.resultType;
  if (type !== undefined && type !== 'complete')
    return sayAnswer(
      call.method,
      `The server answered with a result of type ${JSON.stringify(type)}, which is not relayed.`,
      dress,
    );
  return { member: 'result', text: fitResult(call.method, result.value, text, dress) };
}

/** Codes about the connection behind us, which would be taken for our own. */
const OF_THE_HOP: readonly number[] = [CODES.header, CODES.capability, CODES.version];

function errorAnswer(
  call: Call,
  result: Extract<Result, { kind: 'error' }>,
  text: string,
  dress: Dress,
  declared: JsonObject,
): Answer {
  const { code } = result;
  const { era, server } = dress;
  const needed = code === CODES.capability ? lacking(result.data, declared) : undefined;
  if (needed !== undefined) return needsAnswer(call, needed, dress);
  if (code === CODES.urlElicitation && era === 'modern')
    return sayAnswer(call.method, `The server wants a web page to be visited first: ${result.message}`, {
      era,
      server,
    });
  if (OF_THE_HOP.includes(code))
    return {
      member: 'error',
      text: rejectionText({ code: CODES.internal, message: `the server behind refused: ${result.message}` }),
    };
  const fitted = fitCode(call.method, result, era);
  const span = fitted === code ? undefined : members(text)?.get('code');
  return { member: 'error', text: span === undefined ? text : splice(text, [{ span, put: String(fitted) }]) };
}

const needsAnswer = ({ method }: Call, needed: JsonObject, dress: Dress): Answer => {
  const message = `The server needs of this client what it does not offer: ${Object.keys(needed).join(', ')}.`;
  return dress.era === 'modern'
    ? rejected({ code: CODES.capability, message, data: { requiredCapabilities: needed } })
    : sayAnswer(method, message, dress);
};

/**
 * The capabilities named in an upstream's refusal that we would pass on and the client did not declare. Undefined where
 * there is none: then the refusal was about us.
 */
function lacking(data: Json | undefined, declared: JsonObject): JsonObject | undefined {
  const required = isObject(data) ? data.requiredCapabilities : undefined;
  if (!isObject(required)) return undefined;
  const needed: Record<string, Json> = {};
  for (const name of HANDED_ON) {
    const [wanted, has] = [required[name], declared[name]];
    if (!isObject(wanted)) continue;
    const parts = Object.entries(wanted).filter(([part]) => !isObject(has) || !offers(has, part));
    if (has === undefined || parts.length > 0) needed[name] = Object.fromEntries(parts);
  }
  return Object.keys(needed).length === 0 ? undefined : needed;
}

const HANDED_ON = ['elicitation', 'sampling', 'roots'] as const;

/** A capability without parts means the part that it had before there were parts: for elicitation, forms. */
const offers = (has: JsonObject, part: string): boolean =>
  has[part] !== undefined || (part === 'form' && has.url === undefined);

/** "No such resource" is -32002 to a legacy client and -32602 to a modern one. */
function fitCode(method: string, result: Extract<Result, { kind: 'error' }>, era: Era): number {
  if (era === 'modern') return result.code === CODES.notFound ? CODES.params : result.code;
  const missing = method === 'resources/read' && isObject(result.data) && result.data.uri !== undefined;
  return result.code === CODES.params && missing ? CODES.notFound : result.code;
}
