import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  endOf,
  indentOf,
  isAbove,
  isApart,
  isBare,
  isBlank,
  isTitle,
  Line,
} from '../../../src/model/structure/outline-line.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const lineOf = (text: string) => new Line().read(text, 0, text.length, new Map());

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
  const { name, from, isItem, isInside, column } = lineOf(text);
  expect([name?.key, text.slice(from), isItem, isInside, column]).toEqual(expected);
  // The lines around it change nothing.
  const around = `- a: b\n${text}\n  - c: d`;
  const line = new Line().read(around, 7, 7 + text.length, new Map());
  expect([line.name?.key, around.slice(line.from, line.end), line.isItem, line.isInside, line.column]).toEqual(
    expected,
  );
});

test('goes on from line to line, keeping nothing of the one before', () => {
  const names = new Map();
  const line = new Line();
  for (const text of ['  - from: ada', 'to: bob', '- eve', 'words', 'from: ada'])
    expect(line.read(text, 0, text.length, names)).toEqual(new Line().read(text, 0, text.length, names));
});

test('tells where a line ends, and where it says something', () => {
  expect([endOf('a\nb', 0), endOf('a\nb', 1), endOf('a\nb', 2), endOf('', 0)]).toEqual([1, 1, 3, 0]);
  for (const space of ['', ' ', '\t\r', ' \u00a0\u3000']) {
    expect([indentOf(`${space}a\nb`, 0), isBlank(`${space}a\nb`, 0)]).toEqual([space.length, false]);
    expect([indentOf(`${space}\n b`, 0), isBlank(`${space}\n b`, 0)]).toEqual([space.length, true]);
    expect([indentOf(space, 0), isBlank(space, 0)]).toEqual([space.length, true]);
  }
});

test('knows the names of texts that go on, where they are written for people', () => {
  const isRunning = (text: string) => lineOf(text).name?.isRunning;
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
  const isApartOf = (line: string) => isApart(`a\n${line}\nb`, 2, 2 + line.length);
  expect(['', '  ', '---', '=====\r'].every(isApartOf)).toBe(true);
  expect(['--', '- a', '--- a'].some(isApartOf)).toBe(false);
  expect(['1. One', '## Two', ' 12) x'].every(isTitle)).toBe(true);
  expect(['1.5', '#tag', 'One'].some(isTitle)).toBe(false);
  expect([isAbove('Contacts'), isAbove('1. One of all that are known to us here'), isAbove('1. Please pay')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('does linear work on hostile text', () => expectLinear(HOSTILE, lineOf), 60_000);

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
