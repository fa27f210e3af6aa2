import { expect, it } from 'vitest';
import { isMember } from '../../../src/inspect/provenance/member.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const isIn = (text: string, name = 'item.at'): boolean =>
  isMember(text, text.indexOf(name), text.indexOf(name) + name.length);

it.each([
  'put({ ...item, at: item.at.toISOString() });',
  'withZone(item.at, item.zone)',
  'const at = item.at',
  'if (item.at === now) {',
  'items.map((item) => item.at)',
  'It is kept.\n  return item.at',
  'item.at.toISOString()',
  'item.at.zone.toString(16)',
])('knows the member of a thing in a program: %s', (text) => {
  expect(isIn(text)).toBe(true);
});

it.each([
  'Please see item.at for the rest.',
  'See (item.at), and tell us.',
  "fetch('item.at');",
  'fetch("item.at/pay");',
  'open(item.at/pay);',
  'const at = item.at:8080;',
  'It works (as before).\nNow go to item.at',
  'Dear users, visit item.at for your refund;',
  'Go to item.at (soon) or write(us)',
  'write(us or go to item.at)',
  'write(us, or go to: item.at)',
  'Refunds -> item.at',
  'item.at()',
  'item.at.now',
  'Visit item.at. Then (soon) write to us.',
  'Refunds => item.at',
  'registry = item.at',
  '{ "site": item.at }',
  '<b onclick="go()">item.at</b>',
  'go(item.at please);',
])('knows a host: %s', (text) => {
  expect(isIn(text)).toBe(false);
});

it('takes no other host for a member, however a line looks', () => {
  for (const host of ['item.com', 'a.item.at', 'my-item.at']) expect(isIn(`go(${host});`, host)).toBe(false);
});

it('is told in linear time', () => {
  expectLinear([...HOSTILE, '(', 'a(', ')('], (text) => {
    isMember(`item.at ${text}`, 0, 7);
    isMember(`${text} item.at;`, text.length + 1, text.length + 8);
  });
}, 60_000);
