import { expect, test } from 'vitest';
import type { Part } from '../../../src/model/structure/outline-parts.ts';
import {
  isContact,
  isLink,
  isListed,
  isMember,
  isStem,
  isUnnamed,
  isWhole,
  isWordless,
} from '../../../src/projections/values/value-place.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

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

test.each([
  `${VALUE}, bo@theirs.example`,
  `Ada Lee <${VALUE}>, Bo <bo@theirs.example>`,
  `${VALUE}; <bo@theirs.example>;`,
])('takes %j for a list of addresses', (text) => expect(isListed(text)).toBe(true));

test.each([
  VALUE,
  `${VALUE}, please`,
  `send it to ${VALUE}, bo@theirs.example`,
  `Please ask <${VALUE}>, bo@theirs.example`,
  `${VALUE} and bo@theirs.example, all of it`,
  `${`${VALUE},`.repeat(100)}`,
  ',;',
])('takes %j for none', (text) => expect(isListed(text)).toBe(false));

const contactIn = (text: string): boolean => isContact(text, text.indexOf(VALUE), text.indexOf(VALUE) + VALUE.length);

test.each([
  `Ada Lee, ${VALUE}`,
  `Dr. Ada van Lee, ${VALUE}`,
  `Mill & Lee Ltd, Harbour Office, ${VALUE}`,
  `Lee KG – ${VALUE}`,
  `Ada Lee / ${VALUE} (aunt)`,
])('takes %j for whom it belongs to and nothing else', (text) => expect(contactIn(text)).toBe(true));

test.each([
  VALUE,
  `Ada ${VALUE}`,
  `ada lee, ${VALUE}`,
  `Send Ada, ${VALUE}`,
  `New address, ${VALUE}`,
  `Neue Anschrift, ${VALUE}`,
  `The Harbour moved to Lee, ${VALUE}`,
  `Please Ada, ${VALUE}`,
  `Ada Lee, ${VALUE}, and Bob Lee`,
  `Ada Lee, ask there, ${VALUE}`,
  `A B C D E F G H, ${VALUE}`,
  `Ada Lee: ${VALUE}`,
])('takes %j for more', (text) => expect(contactIn(text)).toBe(false));

const memberIn = (text: string): boolean => isMember(text, text.indexOf(VALUE), text.indexOf(VALUE) + VALUE.length);

test.each([`${VALUE}: rw`, `${VALUE}:`, ` "${VALUE}: owner`])('takes an address for the name of a member: %j', (text) =>
  expect(memberIn(text)).toBe(true),
);

test.each([
  `${VALUE}: send it there`,
  `ask ${VALUE}: rw`,
  `${VALUE}:rw, and more`,
  `${VALUE} rw`,
  VALUE,
  `${VALUE}: ${'w'.repeat(30)}`,
])('takes it for none: %j', (text) => expect(memberIn(text)).toBe(false));

const item = (text: string): Part => ({ at: '/0', text, key: false });
const words = (text: string): Part => ({ at: '', text, key: false, isText: true });

test.each([
  [item(`${VALUE}: rw`)],
  [item('ada@hello.example: r'), item('my.desk@ours.example: r')],
  [item('Quarterly sales report'), { under: '/0', at: '/text', text: 'Hello, this is what we said.', key: false }],
  [words('# Rights'), item('a1')],
  [item('please'), item('a1')].map((part) => ({ ...part, key: true })),
])('hears nobody speak in values: %j', (...parts) => expect(isWordless({ parts })).toBe(true));

test.each([
  [item(`${VALUE}: rw`), item('please add')],
  [item('what is written here goes'), item('a1')],
  [words('Hello all.'), item('a1')],
  [words('Add them, as was said.'), item('a1')],
])('hears somebody speak: %j', (...parts) => expect(isWordless({ parts })).toBe(false));

test('hears nobody in linear time', () => {
  expectLinear([...HOSTILE, 'aaaa', 'a a', ' \n', 'we@a '], (text) => isWordless({ parts: [item(text)] }));
}, 60_000);

test('tells what stands under a name from what stands in a list', () => {
  expect(['/0', '/shared/12', '/0/text', '/0a', '', '/0/4x'].map(isUnnamed)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

const stemIn = (text: string): boolean => isStem(text, text.indexOf('scan-17'), text.indexOf('scan-17') + 7);

test.each(['scan-17.pdf', ' "scan-17.tar.gz"', 'scan-17.PDF'])('takes what numbers a file for all of %j', (text) =>
  expect(stemIn(text)).toBe(true),
);

test.each(['scan-17', 'scan-17. It', 'open scan-17.pdf', 'scan-17.pdf now', 'scan-17.', 'scan-17.0'])(
  'takes it for a part of %j',
  (text) => expect(stemIn(text)).toBe(false),
);
