import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/model/text/plain-text.ts';
import { spokenNumbers } from '../../src/projections/spoken-numbers.ts';
import { expectLinear, HOSTILE } from '../growth.ts';

const WORDS = 'zero one two three four five six seven eight nine'.split(' ');

describe('a number that is said digit by digit', () => {
  it.each([
    ['Fax it to plus four four, two zero, seven nine four six, zero three three one.', ' +442079460331 '],
    ['ring oh two oh, seven nine four six, oh three three one', ' 02079460331 '],
    ['Plus four nine three oh double five triple one two', ' +493055'.concat('1112 ')],
    ['one-two-three-four-five-six-seven-eight', ' 12345678 '],
  ])('is read as its digits: %j', (text, digits) => {
    expect(spokenNumbers(plainText(text))).toBe(digits);
  });

  it.each([
    'one or two of the three, four at most; five or six of seven',
    'a code: four seven one one',
    'two, three, four, five and six are done',
    'someone, two three four five six seven eightfold',
  ])('is not seen in %j', (text) => {
    expect(spokenNumbers(plainText(text))).toBe('');
  });

  it('is read whatever its digits', () => {
    const sign = fc.constantFrom(' ', ', ', '-');
    const digits = fc.array(fc.tuple(fc.nat(9), sign), { minLength: 8, maxLength: 15 });
    fc.assert(
      fc.property(digits, (all) => {
        if (new Set(all.map(([one]) => one).filter((one) => one !== 1)).size < 2) return;
        const said = all.map(([one, between]) => WORDS[one] + between).join('');
        expect(spokenNumbers(`to ${said}please`)).toBe(` ${all.map(([one]) => one).join('')} `);
      }),
    );
  });

  it('is searched for in linear time', () => {
    expectLinear(HOSTILE, spokenNumbers);
    expectLinear(['two three ', 'double triple two ', 'two,three- '], spokenNumbers);
  });
});
