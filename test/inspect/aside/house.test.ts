import { expect, it } from 'vitest';
import { houseOf } from '../../../src/inspect/aside/house.ts';

it('is the domain of a mail address, whoever registers where', () => {
  expect(houseOf('email:ann@ours.example')).toBe('ours.example');
  expect(houseOf('email:ann@desk.in.ours.example')).toBe('ours.example');
  expect(houseOf('email:ann@mail.ours.co.uk')).toBe('ours.co.uk');
  expect(houseOf('email:ann@ours.co.uk')).not.toBe(houseOf('email:ann@theirs.co.uk'));
});

it('is the bank of an account in its land', () => {
  expect(houseOf('account:DE89370400440532013000')).toBe(houseOf('account:DE02370400440532013001'));
  expect(houseOf('account:DE89370400440532013000')).not.toBe(houseOf('account:DE89100100100532013000'));
  expect(houseOf('account:DE89370400440532013000')).not.toBe(houseOf('account:AT89370400440532013000'));
});

it.each([
  'account:0532013000',
  'phone:4930901820',
  'id:case-77',
  'exact:ann@ours.example',
  'url:https://ours.example/a',
])('%s has none', (key) => {
  expect(houseOf(key)).toBeUndefined();
});
