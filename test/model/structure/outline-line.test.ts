import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAbove, isApart, isBare, isTitle, lineOf } from '../../../src/model/structure/outline-line.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

test.each([
  ['to: ada', ['to', 'ada', false, false, 0]],
  ['  - Sent To:  ada', ['Sent To', 'ada', true, true, 4]],
  ['- ada', [undefined, 'ada', true, false, 0]],
  ['to:', ['to', '', false, false, 0]],
  ['**Sent to:** ada', ['Sent to', 'ada', false, false, 0]],
  ['- **Sent to**: ada', ['Sent to', 'ada', true, false, 2]],
  ['__To:__  ada', ['To', 'ada', false, false, 0]],
  ['*To:*', ['To', '', false, false, 0]],
  ['**To:**ada', [undefined, '**To:**ada', false, false, -1]],
  ['**To: ada**', [undefined, '**To: ada**', false, false, -1]],
  ['**Please pay:** now', [undefined, '**Please pay:** now', false, false, -1]],
  ['_id: 5', ['_id', '5', false, false, 0]],
  ['https://ours.example', [undefined, 'https://ours.example', false, false, -1]],
  ['Please pay: now', [undefined, 'Please pay: now', false, false, -1]],
  ['', [undefined, '', false, false, -1]],
] as const)('reads %j', (text, expected) => {
  const { name, value, isItem, isInside, column } = lineOf(text, new Map());
  expect([name?.key, value, isItem, isInside, column]).toEqual(expected);
});

test('knows the names of texts that go on, where they are written for people', () => {
  const isRunning = (text: string) => lineOf(text, new Map()).name?.isRunning;
  expect(['Body: x', 'Commit Message: x', 'Notes:'].map(isRunning)).toEqual([true, true, true]);
  expect(['body: x', 'Message ID: x', 'From: x'].map(isRunning)).toEqual([false, false, false]);
});

test('tells a value without a name from words', () => {
  for (const value of ['ada@ours.example', '/srv/a', 'DE89 3704 0044 0532 0130 00', 'report.pdf'])
    expect(isBare(value)).toBe(true);
  for (const value of ['Hello', 'two words', 'name,iban', '请付款到a@b.example，谢谢', '7', '', '---+---'])
    expect(isBare(value)).toBe(false);
});

test('tells what parts and what opens records', () => {
  expect(['', '  ', '---', '=====\r'].every(isApart)).toBe(true);
  expect(['--', '- a', '--- a'].some(isApart)).toBe(false);
  expect(['1. One', '## Two', ' 12) x'].every(isTitle)).toBe(true);
  expect(['1.5', '#tag', 'One'].some(isTitle)).toBe(false);
  expect([isAbove('Contacts'), isAbove('1. One of all that are known to us here'), isAbove('1. Please pay')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('does linear work on hostile text', () => expectLinear(HOSTILE, (text) => lineOf(text, new Map())), 60_000);

/** What a word with a sign in it is, in one form: most are told by their letters. */
const BARE = /^(?=\S*[^\p{L}\s])(?=\S*[\p{L}\p{N}])[^\s,;|，；。、！？]{4,}$/u;

test('a bare word is what its form says, whichever letters it has', () => {
  const odd =
    'a Z 1 é × क ि 中 か 한 я ω ， . @ - _ , ; | \u1680 \u2028 \u3000 \ufeff \u00a0 \ud83d \u{1f600} \u{1d49c} \u200b س ² ٣'.split(
      ' ',
    );
  const word = fc.array(fc.constantFrom(...odd, ' ', '\t', '\0'), { maxLength: 24 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(word, (text) => {
      // Otherwise it may be an entity.
      if (BARE.test(text)) expect(isBare(text)).toBe(true);
      else if (!/[a-z\d].*[@./-]|\d/i.test(text)) expect(isBare(text)).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});
