import { expect, it } from 'vitest';
import { isFailure, type Result, resultBody, resultText } from '../../src/model/result.ts';

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
