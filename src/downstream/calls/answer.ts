import type { Gate } from '../../model/gate.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import type { Settled } from '../../model/passage.ts';
import type { Result } from '../../model/result.ts';
import { members } from '../../model/text/scan.ts';
import { splice } from '../../model/text/splice.ts';
import { lacking } from '../asking/ability.ts';
import { fitResult, modernHead } from '../era.ts';
import { type Answer, CODES, type Dress, type Era, rejected, rejectionText } from '../wire.ts';
import { failedText } from './refusal.ts';

/** An answer in words: a readable result for a tool, an error with the same text elsewhere. */
export function sayAnswer(method: string, text: string, dress: Dress, data?: Readonly<Record<string, string>>): Answer {
  if (method !== 'tools/call') {
    const error = { code: CODES.refused, message: text };
    return { member: 'error', text: rejectionText(data === undefined ? error : { ...error, data }) };
  }
  return toolResult(`${textContent(text)},"isError":true`, dress);
}

/** A tool's result that is one text. */
export const toolText = (text: string, dress: Dress): Answer =>
  toolResult(`${textContent(text)},"isError":false`, dress);

const textContent = (text: string): string => `"content":[{"type":"text","text":${JSON.stringify(text)}}]`;

const toolResult = (members: string, dress: Dress): Answer => ({
  member: 'result',
  text: dress.era === 'legacy' ? `{${members}}` : `{${modernHead(dress)},${members}}`,
});

/** The answer from a settled call, for a client with these capabilities. One that was used before is not answered again. */
export function settledAnswer(gate: Gate, settled: Settled, dress: Dress, declared: JsonObject = {}): Answer {
  const { call, result } = settled;
  if (!settled.use())
    return sayAnswer(call.method, 'Sallyport refused to answer with one result twice. This is a fault of ours.', dress);
  if (result.kind === 'failed') return sayAnswer(call.method, gate.say(failedText(call, result)), dress);
  const text = gate.outward(call.target.upstream, call.method, result.text);
  if (result.kind === 'error') {
    const needed = result.code === CODES.capability ? lacking(result.data, declared) : undefined;
    return needed === undefined
      ? errorAnswer(call.method, result, text, dress)
      : needsAnswer(call.method, needed, dress);
  }
  const type = result.value.resultType;
  if (type !== undefined && type !== 'complete')
    return sayAnswer(
      call.method,
      `The server answered with a result of type ${JSON.stringify(type)}, which is not relayed.`,
      dress,
    );
  return { member: 'result', text: fitResult(call.method, result.value, text, dress) };
}

type UpstreamError = Extract<Result, { kind: 'error' }>;

/** Codes about the upstream's connection, which a client would take for ours. */
const OF_THE_HOP: readonly number[] = [CODES.header, CODES.capability, CODES.version];

/** An upstream's error, `text` in the client's addresses. */
function errorAnswer(method: string, result: UpstreamError, text: string, dress: Dress): Answer {
  const { code } = result;
  if (code === CODES.urlElicitation && dress.era === 'modern')
    return sayAnswer(method, `The server wants a web page to be visited first: ${result.message}`, dress);
  if (OF_THE_HOP.includes(code))
    return {
      member: 'error',
      text: rejectionText({ code: CODES.internal, message: `the server behind refused: ${result.message}` }),
    };
  const fitted = fitCode(method, result, dress.era);
  const span = fitted === code ? undefined : members(text)?.get('code');
  return { member: 'error', text: span === undefined ? text : splice(text, [{ span, put: String(fitted) }]) };
}

const needsAnswer = (method: string, needed: JsonObject, dress: Dress): Answer => {
  const message = `The server needs of this client what it does not offer: ${Object.keys(needed).join(', ')}.`;
  return dress.era === 'modern'
    ? rejected({ code: CODES.capability, message, data: { requiredCapabilities: needed } })
    : sayAnswer(method, message, dress);
};

/** "No such resource" is -32002 to a legacy client and -32602 to a modern one. */
function fitCode(method: string, result: UpstreamError, era: Era): number {
  if (era === 'modern') return result.code === CODES.notFound ? CODES.params : result.code;
  const missing = method === 'resources/read' && isObject(result.data) && result.data.uri !== undefined;
  return result.code === CODES.params && missing ? CODES.notFound : result.code;
}
