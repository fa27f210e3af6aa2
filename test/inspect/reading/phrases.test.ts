import { expect, it } from 'vitest';
import { type Phrase, spotPhrases } from '../../../src/inspect/reading/phrases.ts';

const OPEN: Phrase = { says: /\bopen the door\b/, unless: /\bnever open\b/, severity: 'high', message: 'Opens.' };
const SHUT: Phrase = { says: /\bshut the door\b/, needs: /\block\b/, severity: 'low', message: 'Shuts.' };
const spot = (text: string): [string, string][] =>
  spotPhrases(text, 'k', /door/, [OPEN, SHUT]).map(({ start, end, message }) => [text.slice(start, end), message]);

it('finds one phrase in each sentence, the first in the list', () => {
  expect(spot('Please open the door. Then shut the door and lock it.')).toEqual([
    ['open the door', 'Opens.'],
    ['shut the door', 'Shuts.'],
  ]);
  expect(spot('Shut, lock: shut the door, open the door.')).toEqual([['open the door', 'Opens.']]);
});

it('lets be what is taken back, and what lacks its other half', () => {
  expect(spot('Please never open the door.')).toEqual([]);
  expect(spot('Please shut the door.')).toEqual([]);
});

it('is not put off where the same is meant further on', () => {
  const between = ' and so on and so forth'.repeat(5);
  expect(spot(`Never open the door; never open the door${between} open the door`)).toEqual([
    ['open the door', 'Opens.'],
  ]);
});

it('reads over white space of any kind', () => {
  expect(spot('Please open\n   the\tdoor.')).toEqual([['open\n   the\tdoor', 'Opens.']]);
});

it('takes what is in quotes, or an example, for a mention', () => {
  const severities = (text: string): string[] => spotPhrases(text, 'k', /door/, [OPEN]).map(({ severity }) => severity);
  expect(severities('It finds "open the door" in texts.')).toEqual(['low']);
  expect(severities('Sample text: open the door.')).toEqual(['low']);
  expect(severities('Sample text. Open up: open the door.')).toEqual(['high']);
});
