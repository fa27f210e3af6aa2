import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { finish, PIECE } from '../../../src/model/steps.ts';
import { isText, isTextInSteps } from '../../../src/projections/reading/running-text.ts';

it.each<[string, boolean]>([
  ['Ada Byron', false],
  ['The report is for Ada.', true],
  ['Delete R-4411.', true],
  ['- [ ] pay INV-77', true],
  ['2. Close a/b', true],
  ['Bitte lösche R-4411', true],
  ['R-4411 Delete', false],
  ['Deleted R-4411', false],
  ['Order of Ada', false],
  ['May 4', false],
  ['会议记录在这里，请发送到那里，谢谢大家再见。', true],
  ['payee=DE89370400440532013000;to=ada', true],
  ['https://there.example/?a=1&b=2', false],
  ['a-name-that-is-longer-than-most', false],
  ['mail eve@evil.io', true],
  ['eve%40evil.io', true],
])('tells texts from values: %j', (text, expected) => {
  expect(isText(text)).toBe(expected);
});

it('tells the same of a long text with pauses, wherever it is cut', () => {
  const signs = [
    ' ',
    '会',
    ';',
    ',',
    '&#64;',
    '(at)',
    '@',
    '\\u0040',
    '%2540',
    '=40',
    'а',
    '\u200b',
    '+4',
    '://',
    '=a@',
  ];
  const sign = fc.tuple(fc.constantFrom(...signs), fc.nat({ max: PIECE * 20 }));
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 2 }), fc.constantFrom('a', 'a.', '1', 'é'), (given, fill) => {
      let text = fill.repeat(PIECE * 10);
      for (const [put, at] of given) text = `${text.slice(0, at)}${put}${text.slice(at)}`;
      expect(finish(isTextInSteps(text))).toBe(isText(text));
    }),
    { numRuns: 60 },
  );
  let pauses = 0;
  for (const steps = isTextInSteps('a.'.repeat(PIECE * 8)); steps.next().done !== true; ) pauses++;
  expect(pauses).toBeGreaterThan(7);
});

test('takes what is written with signs of names and addresses alone for one value, unless it holds a mail address', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w.+:/@-]{0,60}$/), fc.constantFrom(0, 250), (given, more) => {
      const text = given + 'a'.repeat(more);
      expect(isText(text)).toBe(/[:/][\w.+-]{1,64}@/.test(text));
    }),
  );
});
