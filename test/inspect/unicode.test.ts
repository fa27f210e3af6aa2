import { expect, test } from 'vitest';
import { unicode } from '../../src/inspect/unicode.ts';
import type { Finding } from '../../src/model/evidence.ts';
import { callOf, kindsOf, lookAtCall, lookAtResult } from './given.ts';

const hidden = `hello\u{e0068}\u{e0069}`;

test('sees hidden text on its way in and out, in values and in names', async () => {
  expect(kindsOf(await lookAtCall(unicode, callOf({ text: hidden })))).toEqual(['unicode.tag']);
  expect(kindsOf(await lookAtResult(unicode, { [hidden]: 'x' }))).toEqual(['unicode.tag']);
});

test('builds nothing for a clean text', async () => {
  expect(await lookAtResult(unicode, { text: 'Grüße aus 東京 \u{1f44b}\u{1f3fd}' })).toEqual({});
});

const PAD = ' lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod ';
const TAG = '\u{e0068}\u{e0069}';

/** What is left of hidden text once the findings about one text are taken out. */
function left(text: string, findings: readonly Finding[]): string {
  const spans = findings.flatMap(({ kind, span }) => (kind === 'unicode.tag' ? [span ?? [0, text.length]] : []));
  return Array.from(text.matchAll(/\u{e0068}/gu), ({ index }) => index)
    .filter((at) => !spans.some(([start = 0, end = 0]) => at >= start && at < end))
    .join();
}

test.each([
  ['of its own kind', TAG],
  ['of another kind', '\u202e'],
])('sees what is hidden behind hundreds of decoys %s', async (_, decoy) => {
  const text = `${PAD}${decoy}`.repeat(300) + PAD + TAG + PAD;
  const { findings = [] } = await lookAtResult(unicode, { text });
  expect(kindsOf({ findings })).toContain('unicode.tag');
  expect(left(text, findings)).toBe('');
  const parts = Array.from({ length: 300 }, () => ({ type: 'text', text: `x${decoy}` }));
  const { findings: apart = [] } = await lookAtResult(unicode, { content: [...parts, { type: 'text', text: TAG }] });
  expect(apart.length).toBeLessThan(210);
  expect(apart.findLast(({ kind }) => kind === 'unicode.tag')?.rest).toBe(true);
});
