import { expect, it } from 'vitest';
import { errorResult, isFailure, ownError, type Result, resultBody, resultText } from '../../src/model/result.ts';

const complete = (value: { isError?: boolean }): Result => ({ kind: 'complete', value, text: JSON.stringify(value) });
const failed: Result = { kind: 'failed', reason: 'crashed', message: 'gone', acted: 'unknown' };

it('takes what a tool, the protocol or the way to it reports for a failure, and nothing else', () => {
  expect(isFailure(complete({}))).toBe(false);
  expect(isFailure(complete({ isError: false }))).toBe(false);
  expect(isFailure(complete({ isError: true }))).toBe(true);
  expect(isFailure({ kind: 'error', code: -1, message: 'm', value: {}, text: '{}' })).toBe(true);
  expect(isFailure(failed)).toBe(true);
});

it('has text and a body to inspect, also where nothing came back', () => {
  expect(resultBody(failed)).toEqual({ message: 'gone' });
  expect(resultText(failed)).toBe('');
  expect(resultBody(complete({ isError: true }))).toEqual({ isError: true });
});

it('reads an error as it was written, and takes nothing else for one', () => {
  const text = '{ "code": -1, "message": "no", "data": 1.0 }';
  expect(errorResult(JSON.parse(text), text)).toMatchObject({ kind: 'error', code: -1, message: 'no', data: 1, text });
  expect(errorResult({ code: 5 }, '{}')).toMatchObject({ message: '' });
  for (const odd of [undefined, null, 'x', {}, { code: '1' }, []]) expect(errorResult(odd, '')).toBeUndefined();
});

it('makes errors of our own in the same form', () => {
  const made = ownError(-31000, 'refused');
  expect(made.kind === 'error' && errorResult(made.value, made.text)).toEqual(made);
});
