import type { Call } from '../model/call.ts';
import type { Gate } from '../model/gate.ts';
import { isObject } from '../model/json.ts';
import type { Settled } from '../model/passage.ts';
import type { Result } from '../model/result.ts';
import { members } from '../model/scan.ts';
import { splice } from '../model/splice.ts';
import { fitResult, modernHead } from './era.ts';
import { failedText } from './refusal.ts';
import { type Answer, CODES, type Dress, type Era, rejectionText } from './wire.ts';

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

/** The answer from a settled call. A settled result that was used before answers nothing again. */
export function settledAnswer(gate: Gate, call: Call, settled: Settled, dress: Dress): Answer {
  if (!settled.use())
    return sayAnswer(call.method, 'Sallyport refused to answer with one result twice. This is a fault of ours.', dress);
  const result = settled.result;
  if (result.kind === 'failed') return sayAnswer(call.method, failedText(call, result), dress);
  const text = gate.outward(call.target.upstream, call.method, result.text);
  if (result.kind === 'error') return errorAnswer(call, result, text, dress);
  const type = result.value.resultType;
  if (type !== undefined && type !== 'complete')
    return sayAnswer(
      call.method,
      `The server answered with a result of type ${JSON.stringify(type)}, which is not relayed.`,
      dress,
    );
  return { member: 'result', text: fitResult(call.method, result.value, text, dress) };
}

/** Codes that say something about the hop behind us, and would be taken for ours. */
const OF_THE_HOP: readonly number[] = [CODES.header, CODES.capability, CODES.version];

function errorAnswer(
  call: Call,
  result: Extract<Result, { kind: 'error' }>,
  text: string,
  { era, server }: Dress,
): Answer {
  const { code } = result;
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

/** "No such resource" is -32002 to a legacy client and -32602 to a modern one. */
function fitCode(method: string, result: Extract<Result, { kind: 'error' }>, era: Era): number {
  if (era === 'modern') return result.code === CODES.notFound ? CODES.params : result.code;
  const missing = method === 'resources/read' && isObject(result.data) && result.data.uri !== undefined;
  return result.code === CODES.params && missing ? CODES.notFound : result.code;
}
