import { expect, test } from 'vitest';
import { isLink, isWhole } from '../../src/projections/value-place.ts';

const VALUE = 'ada@ours.example';
const wholeIn = (text: string): boolean => isWhole(text, text.indexOf(VALUE), text.indexOf(VALUE) + VALUE.length);

test.each([VALUE, ` <${VALUE}> `, `"${VALUE}",`, `(${VALUE}).`, `Ada Lee <${VALUE}>`, `Ada <${VALUE}> (aunt)`])(
  'takes it for all of %j',
  (text) => expect(wholeIn(text)).toBe(true),
);

test.each([
  `to ${VALUE}`,
  `${VALUE} now`,
  `${VALUE};`,
  `:${VALUE}`,
  `Please ask <${VALUE}>`,
  `给 ${VALUE}`,
  `${VALUE}。`,
])('takes it for a part of %j', (text) => expect(wholeIn(text)).toBe(false));

test('knows every sign that may stand beside a value', () => {
  const signs = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
  const beside = (is: (sign: string) => boolean) => signs.filter(is).join('');
  expect(beside((sign) => isWhole(`abcd${sign}`, 0, 4))).toBe(beside((sign) => /[\s>"'),.]/.test(sign)));
  expect(beside((sign) => isWhole(`${sign}abcd`, 1, 5))).toBe(beside((sign) => /[\s<"'(]/.test(sign)));
});

test.each(['[a](', 'href="', "src='", 'url: ', 'link=', ' id="', ' data-to="'])(
  'takes what stands after %j for a link',
  (text) => expect(isLink(`${text}https://x.example`, text.length)).toBe(true),
);

test.each(['', '(', 'see ', 'theid="', 'curl '])('takes what stands after %j for no link', (text) =>
  expect(isLink(`${text}https://x.example`, text.length)).toBe(false),
);
