import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearNames } from '../../../src/downstream/calls/near-names.ts';

const NAMES = ['mail__send_message', 'mail__search', 'crm__get_contact', 'files__read_file', 'files__write_file'];

test.each([
  ['send_message', 'mail__send_message'],
  ['mail.send-message', 'mail__send_message'],
  ['crm__get_contacts', 'crm__get_contact'],
  ['files__raed_file', 'files__read_file'],
])('%s means %s', (meant, name) => {
  expect(nearNames(meant, NAMES)[0]).toBe(name);
});

test('what is like nothing gets no suggestion', () => {
  expect(nearNames('zzz', NAMES)).toEqual([]);
  expect(nearNames('', NAMES)).toEqual([]);
});

test('the name itself comes first, and at most three come', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (names) => {
      const [name = ''] = names;
      const found = nearNames(name, names);
      expect(found[0]).toBe(name);
      expect(found.length).toBeLessThanOrEqual(3);
    }),
  );
});
