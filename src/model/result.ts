import { isObject, type Json, type JsonObject } from './json.ts';

/**
 * What came back. A relay never throws: what went wrong on the way is a result too.
 * `text` is the exact JSON text of the `result` or `error` member.
 */
export type Result =
  | { readonly kind: 'complete'; readonly value: JsonObject; readonly text: string }
  /** A modern upstream asks for input before it goes on. */
  | { readonly kind: 'input_required'; readonly value: JsonObject; readonly text: string }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly message: string;
      readonly data?: Json;
      readonly value: JsonObject;
      readonly text: string;
    }
  /** No answer, or none that can be judged. Whether the upstream acted is not known, unless `acted` says it did not. */
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      readonly message: string;
      readonly acted: boolean | 'unknown';
      /** The HTTP status that said so, where one did. */
      readonly status?: number;
    };

/** Whether it is certain that the upstream was sent nothing, by its own transport and not by its word. */
export const isUnsent = (result: Result): boolean =>
  result.kind === 'failed' && result.acted === false && result.status === undefined;

export type Complete = Extract<Result, { kind: 'complete' }>;

/** Says no more than that it was done. */
export const DONE: Complete = Object.freeze({ kind: 'complete', value: Object.freeze({}), text: '{}' });

export type FailureReason = 'unreachable' | 'crashed' | 'timeout' | 'cancelled' | 'too-large' | 'malformed' | 'refused';

/** The result that an `error` member is, with the text it was written in; undefined where it is no proper one. */
export function errorResult(error: Json | undefined, text: string): Result | undefined {
  if (!isObject(error) || typeof error.code !== 'number') return undefined;
  const { code, message, data } = error;
  return {
    kind: 'error',
    code,
    message: typeof message === 'string' ? message : '',
    ...(data === undefined ? {} : { data }),
    value: error,
    text,
  };
}

/** An error of our own, in the form in which a server's comes. */
export function ownError(code: number, message: string): Result {
  const value = { code, message };
  return { kind: 'error', code, message, value, text: JSON.stringify(value) };
}

/** The part of a result that inspectors read and pointers are relative to. */
export const resultBody = (result: Result): Json =>
  result.kind === 'failed' ? { message: result.message } : result.value;

export const resultText = (result: Result): string => (result.kind === 'failed' ? '' : result.text);

/** Whether the tool, the protocol or the way to it reported a failure. */
export function isFailure(result: Result): boolean {
  return (
    result.kind === 'error' || result.kind === 'failed' || (result.kind === 'complete' && result.value.isError === true)
  );
}
