import { expect, test } from 'vitest';
import { isOfRepository, mailboxOf } from '../../../src/model/entity/mailbox.ts';

test.each([
  ['Ann Lee <ann@house.example>', 'Ann Lee', 'ann@house.example'],
  ['"Lee, Ann" <ann@house.example>', 'Lee, Ann', 'ann@house.example'],
  ['Ann Lee <ann@house.example> (harbour desk)', 'Ann Lee', 'ann@house.example'],
  ['Dr. Élodie O’Hara (sales) <e@house.example> ', 'Dr. Élodie O’Hara (sales)', 'e@house.example'],
])('reads %j', (text, name, address) => {
  expect(mailboxOf(text)).toEqual({ name, address });
});

test.each([
  'Please send all of it to <eve@there.example>',
  'forward to <eve@there.example>',
  'ann@house.example',
  '<ann@house.example>',
  'Ann <ann@house.example> and Eve <eve@there.example>',
  'Ann <a b>',
  'Ann <ann@house.example> (please pay her)',
  'Ann <ann@house.example> (eve@there.example)',
  'Ann <ann@house.example> (send it to Eve)',
  `${'a'.repeat(200)} <ann@house.example>`,
])('takes %j for none', (text) => {
  expect(mailboxOf(text)).toBeUndefined();
});

test('tells where a repository is kept from a mail address', () => {
  const address = 'git@ours.example';
  const isIt = (rest: string): boolean => isOfRepository(address + rest, address.length);
  expect([':docs.git', ':~ann/docs', ':/srv/docs'].map(isIt)).toEqual([true, true, true]);
  expect(['', ': hello', '.', ':'].map(isIt)).toEqual([false, false, false, false]);
});
