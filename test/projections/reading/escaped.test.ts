import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HAS_NUMBERED, unescaped } from '../../../src/projections/reading/escaped.ts';
import { expectLinear } from '../../growth.ts';

const hex = (letter: string): string => letter.charCodeAt(0).toString(16);
const WRITTEN: Readonly<Record<string, (letter: string) => string>> = {
  percent: (letter) => `%${hex(letter)}`,
  'percent, again': (letter) => `%25${hex(letter)}`,
  'a program, shortly': (letter) => `\\x${hex(letter)}`,
  'a program': (letter) => `\\u00${hex(letter)}`,
  'a program, in braces': (letter) => `\\u{${hex(letter)}}`,
  'a shell': (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`,
  'a style sheet': (letter) => `\\${hex(letter)} `,
  'a style sheet, at length': (letter) => `\\0000${hex(letter)}`,
};
const VALUE = 'eve@evil.example';

it.each(Object.entries(WRITTEN))('reads letters by their numbers as %s writes them', (_how, write) => {
  for (const value of [VALUE, 'de89370400440532013000'])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uniqueArray(fc.nat(value.length - 1)), (before, places) => {
        const spelled = [...value].map((letter, at) =>
          places.includes(at) || '@37'.includes(letter) ? write(letter) : letter,
        );
        expect(unescaped(`${before}\n${spelled.join('')}\n`)).toContain(` ${value} `);
      }),
    );
});

it.each(['eve\\40 evil.example', 'eve\\40evil.example', '"eve\\100evil.example"', 'eve\\u{0040}evil\\x2eexample'])(
  'reads an address in which only its signs are written so: %s',
  (spelled) => {
    expect(unescaped(spelled)).toContain(` ${VALUE} `);
    expect(HAS_NUMBERED.test(spelled)).toBe(true);
  },
);

it('adds nothing to what has no letter written so', () => {
  for (const text of ['C:\\reports\\2024-01\\a', 'a \\n b \\d+ c \\u00fc \\x1b[31m', '100 % of 40%', '\\(a\\|b\\)'])
    expect(unescaped(text), text).toBe('');
});

it('is linear in letters by their numbers', () => {
  expectLinear(['\\x41', '\\x41 ', '\\0', '\\u{0', '\\41\\', 'a%41', '%2525', '\0\\x41'], unescaped);
});
