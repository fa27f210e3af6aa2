import { isObject, type Json } from '../../model/json.ts';
import { type Frame, memberText } from '../../model/protocol/frame.ts';
import type { Courier } from '../../model/relay.ts';
import { errorResult, type Result } from '../../model/result.ts';
import { members } from '../../model/text/scan.ts';
import { type Failure, failure } from '../failure.ts';

const malformed = (what: string): Failure =>
  failure('malformed', `the server's answer cannot be judged: ${what}. Whether it acted is not known`);

/** Answers of fewer characters are not counted: as many as may be under way hold little together. */
export const LARGE = 256 * 1024;

/** Of a text that may be no message at all, the id as a number; NaN where it has none, or asks something. */
export function answerId(text: string): number {
  const found = members(text);
  const at = found?.get('id');
  return at === undefined || found?.has('method') === true ? Number.NaN : Number(text.slice(at.start, at.end));
}

/** Counts a large answer to a call. What it gets instead where there is no room for it. */
export function crowded({ length }: string, courier: Pick<Courier, 'receives'>): Failure | undefined {
  const full = courier.receives?.(length);
  if (full === undefined) return undefined;
  const what = `the server answered with ${length} characters, for which there is no room`;
  return failure('too-large', `${what}: ${full}. Ask for less, or for less at once`);
}

/** Reads a response. Anything that is neither a proper result nor a proper error is a failure with the reason. */
export function readAnswer(frame: Frame, isModern: boolean): Result {
  const { result, error } = frame.value;
  if (result !== undefined && error !== undefined) return malformed('it has both "result" and "error"');
  if (error !== undefined) return readError(frame, error);
  if (!isObject(result)) return malformed('"result" must be an object');
  const text = memberText(frame, 'result') ?? '{}';
  const kind = isModern ? result.resultType : undefined;
  if (kind === 'input_required') return { kind: 'input_required', value: result, text };
  // Nobody here could carry out or judge an unknown kind of result.
  if (kind !== undefined && kind !== 'complete')
    return malformed(`"resultType" ${JSON.stringify(kind)} was never asked for`);
  return { kind: 'complete', value: result, text };
}

function readError(frame: Frame, error: Json): Result {
  const text = memberText(frame, 'error') ?? '{}';
  return errorResult(error, text) ?? malformed('"error" must be an object with a number as "code"');
}
