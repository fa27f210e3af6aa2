import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwners } from '../../src/projections/owners.ts';

test.each([
  ['former lead ann lee, a.lee@ours.example (she knows)', 'a.lee@ours.example'],
  ['week 27: ann lee (ann.lee@ours.example)', 'ann.lee@ours.example'],
  ['ann lee <annlee@ours.example>', 'annlee@ours.example'],
  ['dr. ann-marie lee – lee@ours.example', 'lee@ours.example'],
  ['let mrs lee (s.lee@ours.example) know', 's.lee@ours.example'],
  ['ann ek (ann.ek@ours.example)', 'ann.ek@ours.example'],
  ['for the seller, ann lee, ann@lee.example', 'ann@lee.example'],
  ['rené lefèvre (r.lefevre@ours.example)', 'r.lefevre@ours.example'],
])('sees in %j whose address it is', (text, address) => expect(isOwners(text, address)).toBe(true));

test.each([
  ['ann lee (x33@ours.example)', 'x33@ours.example'],
  ['ann lee, her new one is a.lee@ours.example', 'a.lee@ours.example'],
  ['a.lee@ours.example, ann lee', 'a.lee@ours.example'],
  ['ann lee a.lee@ours.example', 'a.lee@ours.example'],
  ['lee (lee@ours.example)', 'lee@ours.example'],
  ['ann lee (ann@ours.example)', 'ann@ours.example'],
  ['ann lee (b.lee@ours.example)', 'b.lee@ours.example'],
  ['ann ek (s.ek@ours.example)', 's.ek@ours.example'],
  ['the desk of claims (intake@ours.example)', 'intake@ours.example'],
  ['ann lee, +49 30 5550', '+49 30 5550'],
  ['', 'a.lee@ours.example'],
])('does not see it in %j', (text, address) => expect(isOwners(text, address)).toBe(false));

test('never takes a mailbox of digits alone for an owner’s', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{1,12}$/), fc.stringMatching(/^[a-z]{3,10}$/), (mailbox, family) => {
      expect(isOwners(`ann ${family} (${mailbox}@ours.example)`, `${mailbox}@ours.example`)).toBe(false);
    }),
  );
});
