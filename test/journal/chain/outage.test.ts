import { expect, it } from 'vitest';
import type { Item } from '../../../src/journal/chain/group.ts';
import { outageText, thoseThatFit } from '../../../src/journal/chain/outage.ts';
import { makePayload } from '../../../src/journal/payload/payload.ts';

const note: Item = {
  entry: { kind: 'note', about: 'test', message: '' },
  at: 0,
  payload: undefined,
  tool: undefined,
  done: undefined,
};

it('keeps what waited longest, up to a number of records and of letters', () => {
  const many = Array.from({ length: 20_001 }, (_, at): Item => ({ ...note, at }));
  expect(thoseThatFit(many)).toEqual(many.slice(0, -1));
  const large = { ...note, payload: makePayload('x'.repeat(16_000_000)) };
  expect(thoseThatFit([large, large, { ...note, payload: makePayload('x') }])).toEqual([large, large]);
});

it.each([
  ['ENOSPC', /free some space/],
  ['EROFS', /make the folder writable/],
  ['ESTALE', /put it back or restart/],
  ['EIO', /no call passes until it can be/],
])('says of %s where it was, what the system said, and what to do', (code, advice) => {
  const text = outageText('/state/journal', Object.assign(new Error('it failed'), { code }));
  expect(text).toMatch(/^the record in \/state\/journal could not be written: it failed; /);
  expect(text).toMatch(advice);
});
