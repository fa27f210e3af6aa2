import { expect, test } from 'vitest';
import type { ForeignCall } from '../../../src/app/replay/foreign-trace.ts';
import { KnownResults } from '../../../src/app/replay/known-results.ts';

const call = (result: ForeignCall['result'], error = false): ForeignCall => ({ tool: 't', args: {}, result, error });

test('a result is what a server would have sent: text as it is, all else as JSON', () => {
  const results = new KnownResults();
  const value = { content: [{ type: 'text', text: '{"a":[1]}' }] };
  expect(results.of(call({ a: [1] }))).toEqual({ kind: 'complete', value, text: JSON.stringify(value) });
  expect(results.of(call('gone', true))).toMatchObject({ value: { content: [{ text: 'gone' }], isError: true } });
});

test('results alike are one, and an error is no answer', () => {
  const results = new KnownResults();
  const first = results.of(call('a page'));
  expect(results.of(call('a page'))).toBe(first);
  expect(results.of(call('another'))).not.toBe(first);
  const error = results.of(call('a page', true));
  expect(error).toMatchObject({ value: { isError: true } });
  expect(results.of(call('a page', true))).toBe(error);
  expect(results.of(call('a page'))).toBe(first);
});
