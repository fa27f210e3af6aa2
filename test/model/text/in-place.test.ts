import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPlace } from '../../../src/model/text/in-place.ts';
import { expectLinear } from '../../growth.ts';

const OURS = 'mail a@ours.example';
const THEIRS = 'mail x@there.example';
const ORDER = 'the last line goes to the top';
const staysInPlace = (before: string, after: string, value: string): boolean => inPlace(before, after)(value);
const lines = (...all: string[]): string => all.join('\n');

describe('a value in a text that is changed', () => {
  it.each([
    ['nothing else', lines(OURS, ORDER, THEIRS)],
    ['another line', lines('mail b@ours.example', ORDER, THEIRS)],
    ['a new line before it', lines('hours: nine to five', OURS, ORDER, THEIRS)],
    ['a new line behind it', lines(OURS, ORDER, THEIRS, 'hours: nine to five')],
    ['the line before it', lines(OURS, 'the last line is odd', THEIRS)],
    ['its own line', lines(OURS, ORDER, 'write to x@there.example')],
    ['what is around it, and it too', lines(OURS, ORDER)],
  ])('stays where %s is changed', (_, after) => {
    expect(staysInPlace(lines(OURS, ORDER, THEIRS), after, 'x@there.example')).toBe(true);
  });

  it.each([
    ['lines change places', lines(THEIRS, ORDER, OURS)],
    ['its line goes up', lines(THEIRS, ORDER)],
    ['it goes before a name', lines(ORDER, THEIRS, OURS)],
    ['it stands there as well', lines(THEIRS, ORDER, THEIRS)],
    ['it stands there twice at the end', lines(OURS, ORDER, THEIRS, THEIRS)],
  ])('does not stay where %s', (_, after) => {
    expect(staysInPlace(lines(OURS, ORDER, THEIRS), after, 'x@there.example')).toBe(false);
  });

  it('stays where one of several is gone, and the others are where they were', () => {
    const before = lines(THEIRS, OURS, THEIRS, ORDER, THEIRS);
    expect(staysInPlace(before, lines(THEIRS, OURS, ORDER, THEIRS), 'x@there.example')).toBe(true);
    expect(staysInPlace(before, lines(THEIRS, THEIRS, OURS, ORDER), 'x@there.example')).toBe(false);
  });

  it('stays in any text that is the same, however often it stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(OURS, THEIRS, ORDER, 'b'), { maxLength: 60 }), (all) => {
        expect(staysInPlace(lines(...all), lines(...all), 'x@there.example')).toBe(true);
      }),
    );
  });

  it('is looked for in so many places and words', () => {
    const many = (count: number): string => Array.from({ length: count }, () => THEIRS).join('\n');
    expect(staysInPlace(many(60), many(60), 'x@there.example')).toBe(true);
    expect(staysInPlace(many(70), many(70), 'x@there.example')).toBe(false);
    const far = `${'row of many '.repeat(7_000)}${THEIRS}`;
    expect(staysInPlace(far, far, 'x@there.example')).toBe(false);
    const seeds = [`${OURS}\n`, 'row 7 of many ', `${THEIRS.replace('x@', 'y@')} 1 2 3 `, 'a'];
    expectLinear(seeds, (text) => void staysInPlace(`${text} ${THEIRS}`, `${THEIRS} ${text}`, 'x@there.example'));
  });
});
