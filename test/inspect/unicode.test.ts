import { expect, test } from 'vitest';
import { unicode } from '../../src/inspect/unicode.ts';
import { callOf, kindsOf, lookAtCall, lookAtResult } from './given.ts';

const hidden = `hello\u{e0068}\u{e0069}`;

test('sees hidden text on its way in and out, in values and in names', async () => {
  expect(kindsOf(await lookAtCall(unicode, callOf({ text: hidden })))).toEqual(['unicode.tag']);
  expect(kindsOf(await lookAtResult(unicode, { [hidden]: 'x' }))).toEqual(['unicode.tag']);
});

test('builds nothing for a clean text', async () => {
  expect(await lookAtResult(unicode, { text: 'Grüße aus 東京 \u{1f44b}\u{1f3fd}' })).toEqual({});
});
