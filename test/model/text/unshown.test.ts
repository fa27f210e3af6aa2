import { expect, it } from 'vitest';
import { escaped, onOneLine, UNSHOWN, visible } from '../../../src/model/text/unshown.ts';

it.each([
  ['an escape of the terminal', '\u001b'],
  ['a mark that turns the direction', '\u202e'],
  ['a space of no width', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['a filler that is drawn as nothing', '\u3164'],
  ['a variation selector', '\ufe0f'],
  ['a letter of tags', '\u{e0041}'],
  ['half a character', '\ud83d'],
  ['a pattern without dots', '\u2800'],
  ['a note without a head', '\u{1d159}'],
])('has %s', (_what, character) => {
  expect(`a${character}b`.replace(UNSHOWN, '')).toBe('ab');
});

it('has nothing that a person sees, and neither lines nor tabs', () => {
  const text = 'Grüße, 你好, مرحبا, 😀\n\t“quoted” …';
  expect(text.replace(UNSHOWN, '')).toBe(text);
});

it('is made visible, and all else stays', () => {
  expect(visible('a\u202eb\u{e0041}c\n\u2028')).toBe('a\\u{202e}b\\u{e0041}c\n\\u{2028}');
});

it('shows what is heaped on a letter, and leaves the marks that languages use', () => {
  const marks = '\u0323\u0302\u0301\u0308';
  expect(visible(`e${marks}`)).toBe(`e${marks}`);
  expect(visible(`e${marks}\u0336\u0336x`)).toBe(`e${marks}\\u{336}\\u{336}x`);
});

it('is nothing to whoever reads JSON, and paint of ours stays', () => {
  const value = { a: 'x\u009b2J\u202e\u{e0041}', b: '\n\u001b' };
  const text = escaped(JSON.stringify(value));
  expect(text).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(text)).toEqual(value);
  expect(escaped('\u001b[31mred\u001b[39m\n')).toBe('\u001b[31mred\u001b[39m\n');
});

it('begins no line of ours', () => {
  expect(onOneLine('a\nsallyport: all is well\u001b[2J')).toBe('a sallyport: all is well\\u{1b}[2J');
});
