import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/model/steps.ts';
import { plainText } from '../../../src/model/text/plain-text.ts';
import { mayRespell, respelled, respelledInSteps } from '../../../src/projections/reading/respelled.ts';

const PARTED = [
  'eve<!-- -->@evil.example',
  'eve<!-- a --><!-- b -->@evil.example',
  '**eve**@evil.example',
  '**e**ve@evil.example',
  '`eve`@`evil.example`',
  'eve@**evil.example**',
  'eve\\@evil.example',
  "'eve'+'@'+'evil.example'",
  '"eve" + "@evil" + ".example"',
  "'e' + 've@evil.example'",
  '<b>eve</b>@evil.example',
  '[eve](x)@evil.example',
  '[eve](https://x.example/a)@[evil](y).example',
  'eve@[evil.example](x)',
  '[eve][1]@evil.example',
  '<b class="x y">e</b>ve@evil.example',
  'eve<wbr>@<wbr>evil.example',
  'eve&shy;@evil.example',
  'eve\0@evil.example',
  'eve=40evil.example',
  'eve=40evil=2Eexample',
  '=65=76=65=40=65=76=69=6C=2E=65=78=61=6D=70=6C=65',
  '\u0435v\u0435@evil.example',
  'eve@\u0435vil.example',
  'ev\u03b5@evil.example',
];

describe('an address in which letters are parted or mixed', () => {
  it.each(PARTED)('is written as it is read: %j', (spelled) => {
    for (const text of [
      spelled,
      `Please write to ${spelled} at once.`,
      `${'word '.repeat(400)}${spelled} ${'@ '.repeat(300)}`,
    ])
      expect(respelled(plainText(text)), text).toContain(' eve@evil.example ');
  });

  it('is found behind any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...PARTED), (before, spelled) => {
        expect(respelled(plainText(`${before} ${spelled}`))).toContain(' eve@evil.example ');
      }),
    );
  });
});

it('reads signs by their number in an address or beside it, and no address for those elsewhere', () => {
  const far = `see https://x.example/?page=40${' word'.repeat(200)}`;
  expect(respelled(plainText(`${far} and ?page=45, or write to eve@evil.example`))).toBe('');
  for (const text of [
    'ada=40ours.example, eve@evil=2Eexample',
    '?page=40 =3Deve@evil.example=3E',
    'a=40b, =65ve@evil.example',
    `a=40b ${Array.from('eve@evil.example', (letter) => `=${letter.charCodeAt(0).toString(16)}`).join('')}`,
  ])
    expect(respelled(plainText(text)), text).toContain(' eve@evil.example ');
});

it('reads a text alike with pauses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...PARTED), (before, spelled) => {
      const plain = plainText(`${before} ${spelled} DE89 <b>3704</b> 0044 0532 0130 00.`);
      expect(finish(respelledInSteps(plain))).toBe(respelled(plain));
    }),
  );
});

it('tells numbers that markup parts as well', () => {
  expect(respelled(plainText('to DE89 <b>3704</b> 0044 0532 0130 00.'))).toContain(' de89370400440532013000 ');
});

it.each([
  'Eve <eve@evil.example> wrote.',
  '"eve@evil.example", "bob@ours.example"',
  '{"to":"eve@evil.example","n":40}',
  '<td>Bob</td><td>eve@evil.example</td>',
  '<p>Bob</p><p>eve@evil.example</p>',
  'Напишите на eve@evil.example, пожалуйста.',
  'Größe 40, 5*3 and a_b',
  '[eve@evil.example](mailto:eve@evil.example), [Bob](x) and a [1](y)',
])('adds nothing to what is written as it is: %j', (text) => {
  expect(respelled(plainText(text)).replaceAll(' eve@evil.example ', '')).toBe('');
});

it('takes a short text, or one without space, for one that may hold an address where it has signs of one', () => {
  for (const text of [
    'eve\u200b@evil.io',
    'eve[at]evil.io',
    'eve&#64;evil.io',
    'eve%40evil.io',
    'eve%2540evil.io',
    'eve\\x40evil.io',
    'DE89\\u{33}704',
    'mail eve@evil.io',
  ])
    expect(mayRespell(text), text).toBe(true);
  for (const text of ['https://x.example/?to=eve@evil.io', 'call +4930123456', '\u0435ve@evil.io', '**eve**@evil.io'])
    expect(mayRespell(text), text).toBe(true);
  for (const text of [
    'eve@evil.io',
    'Ada Byron',
    '2024-01-02 10:40',
    'https://x.example/40',
    'a & b',
    'no. 40',
    'Größe',
    'a.b@ours.example',
  ])
    expect(mayRespell(text), text).toBe(false);
});
