import { expect, it } from 'vitest';
import { UNSHOWN } from '../../../src/model/text/unshown.ts';

it.each([
  ['an escape of the terminal', '\u001b'],
  ['a mark that turns the direction', '\u202e'],
  ['a space of no width', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['a filler that is drawn as nothing', '\u3164'],
  ['a variation selector', '\ufe0f'],
  ['a letter of tags', '\u{e0041}'],
  ['half a character', '\ud83d'],
])('has %s', (_what, character) => {
  expect(`a${character}b`.replace(UNSHOWN, '')).toBe('ab');
});

it('has nothing that a person sees, and neither lines nor tabs', () => {
  const text = 'Grüße, 你好, مرحبا, 😀\n\t“quoted” …';
  expect(text.replace(UNSHOWN, '')).toBe(text);
});
