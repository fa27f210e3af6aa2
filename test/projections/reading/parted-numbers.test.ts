import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/model/text/plain-text.ts';
import { partedNumbers } from '../../../src/projections/reading/parted-numbers.ts';
import { expectLinear } from '../../growth.ts';

const ACCOUNT = 'de89370400440532013000';
const PHONE = '+4930901820';
const PARTED: readonly (readonly [spelled: string, whole: string])[] = [
  ['DE<b>89</b>37<i>0400</i>440532013000', ACCOUNT],
  ['DE<b>89</b><b>37</b>0400440532013000', ACCOUNT],
  ['<b>DE8937</b>0400<span class="x">4405</span>32013000', ACCOUNT],
  ['<b>D</b>E89370400440532013000', ACCOUNT],
  ['DE**89**37`0400`440532013000', ACCOUNT],
  ['DE89 <b>3704</b> 0044 0532 0130 00', ACCOUNT],
  ['<b>DE89</b> <i class="x">3704</i> <b>0044</b> 0532 0130 00', ACCOUNT],
  ['DE89 **3704** 0044 0532 0130 00', ACCOUNT],
  ['<td>DE89</td><td>3704</td><td>0044</td> <td>0532</td><td>0130</td><td>00</td>', ACCOUNT],
  ['DE89<br>3704<br/>0044<br>0532<br>0130<br>00', ACCOUNT],
  ['12<b>34</b>56<b>78</b>90', '1234567890'],
  ['+49 <b>30</b> 901820', PHONE],
  ['+49<b>30</b>901820', PHONE],
  ['<b>+</b>4930901820', PHONE],
  ['**+49** 30 901820', PHONE],
  ['+49 (30) 90-18-20', PHONE],
  ['+49/30/901820', PHONE],
  ['+49&nbsp;30&nbsp;901820', PHONE],
  ['+\u0664\u0669 \u0663\u0660 \u0669\u0660\u0661\u0668\u0662\u0660', PHONE],
];

describe('a number in which digits are parted', () => {
  it.each(PARTED)('is written in one piece: %j', (spelled, whole) => {
    for (const text of [
      spelled,
      `Please pay or call ${spelled} at once.`,
      `${'word <b>is</b> a1 <i>2</i> '.repeat(400)}${spelled}.`,
    ])
      expect(partedNumbers(plainText(text)), text).toContain(` ${whole} `);
  });

  it('is so behind any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...PARTED), (before, [spelled, whole]) => {
        expect(partedNumbers(plainText(`${before}\n, ${spelled}`))).toContain(` ${whole} `);
      }),
    );
  });

  it.each([
    '<td>12345678</td><td>87654321</td>',
    '<tr>1234</tr><tr>5678</tr>',
    '<b>12345678</b> <i>87654321</i>',
    'a<sup>2</sup> and H<sub>2</sub>O, chapter<b>12</b>, chapter <b>12</b> 3',
    'x < 12345678 and 5 > 3, 2**31 and 4*5',
    '**Total**: 1234, **IBAN**: DE89370400440532013000',
    '2024-01-02T10:40:00+02:00, 3+4, +4930901820, a+12345678901',
  ])('is none of several numbers, nor of words, nor one that is written as it is: %j', (text) => {
    expect(partedNumbers(plainText(text))).toBe('');
  });
});

it('tells no telephone number that stood so in the text, whose digits are known', () => {
  const text = 'Call +49 30 901820 or +49/30/901821.';
  expect(partedNumbers(text, text)).toBe(' +4930901821 ');
  expect(partedNumbers(text, `  ${text}`)).toContain(PHONE);
});

it('is linear in markup between digits', () => {
  expectLinear(
    ['1<b>', '1<b> 2', 'de89 <b>3704</b> ', '<td>de89</td>', '+1 ', '1<b x', '**1', '`1 ', 'de89<br> '],
    partedNumbers,
  );
});
