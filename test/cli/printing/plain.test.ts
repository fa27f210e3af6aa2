import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxed, indentJson, plain, plainLine } from '../../../src/cli/printing/plain.ts';

// biome-ignore lint/complexity/useRegexLiterals: the characters meant cannot be seen
const HARM = new RegExp(
  '[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]|[\\u{e0000}-\\u{e0fff}]',
  'u',
);
const nasty = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '"',
    '\\',
    '\n',
    '\t',
    '\r',
    '\x1b',
    '\x9b',
    '\u202e',
    '\u200b',
    '\u{e0041}',
    '\ud800',
    '😀',
    'é',
  ),
});

describe('text for a terminal', () => {
  it.each([
    ['\x1b[2J', '\\u{1b}[2J'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\r', '\\u{d}'],
    ['\ud800', '\\u{d800}'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['größe 😀', 'größe 😀'],
  ])('%j is shown as %j', (text, shown) => expect(plain(text)).toBe(shown));

  it('holds nothing that a terminal obeys or hides', () => {
    fc.assert(fc.property(nasty, (text) => void expect(HARM.test(plain(text))).toBe(false)));
  });

  it('is one line of at most so many characters', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 30 }), (text, most) => {
        const line = plainLine(text, most);
        expect(line).not.toMatch(/[\n\t]/);
        expect([...line].length).toBeLessThanOrEqual(most);
        expect(plainLine(text).startsWith(line.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});

describe('text in a box', () => {
  it('fits, whatever it is written in, and each line that goes on is marked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 60 }), (text, width) => {
        const line = `  ${plainLine(text)}`;
        const [first, ...others] = boxed(line, width).split('\n');
        expect(others.every((each) => each.startsWith('  … '))).toBe(true);
        expect((first ?? '') + others.map((each) => each.slice(4)).join('')).toBe(line);
        expect(Math.max(...[first ?? '', ...others].map((each) => each.length))).toBeLessThanOrEqual(width);
      }),
    );
    expect(boxed(`  ${'\u4f60'.repeat(11)}`, 20)).toBe(`  ${'\u4f60'.repeat(9)}\n  … ${'\u4f60'.repeat(2)}`);
    expect(boxed('x'.repeat(500), Number.POSITIVE_INFINITY)).toBe('x'.repeat(500));
  });
});

describe('JSON over lines', () => {
  it('keeps numbers as written', () => {
    expect(indentJson('{"a":1.0,"b":[9007199254740993,{}],"c":[ ],"d":"{,:}"}')).toBe(
      '{\n  "a": 1.0,\n  "b": [\n    9007199254740993,\n    {}\n  ],\n  "c": [],\n  "d": "{,:}"\n}',
    );
  });

  it('is what JSON.stringify makes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, 3), (value, space) => {
        expect(indentJson(JSON.stringify(value, undefined, space))).toBe(JSON.stringify(value, undefined, 2));
      }),
    );
  });

  it('ends for anything', () => {
    fc.assert(fc.property(nasty, (text) => void expect(typeof indentJson(text)).toBe('string')));
  });
});
