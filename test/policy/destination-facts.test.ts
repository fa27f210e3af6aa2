import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destinationsOf } from '../../src/policy/destination-facts.ts';

describe('destinationsOf', () => {
  const facts = {
    powers: [],
    labels: [],
    definition: '',
    roles: { '/to': 'destination', '/rows/*/iban': 'destination' },
  } as const;

  it('finds what the roles say, in lists and objects, one by one', () => {
    const args = { to: ['a@x.example', 'b@y.example; c@z.example'], cc: 'd@w.example', rows: [{ iban: 5, note: 'n' }] };
    expect(destinationsOf(args, facts).map(({ at, value, domain }) => [at, value, domain])).toEqual([
      ['/to/0', 'a@x.example', 'x.example'],
      ['/to/1', 'b@y.example', 'y.example'],
      ['/to/1', 'c@z.example', 'z.example'],
      ['/rows/0/iban', '5', ''],
    ]);
  });

  it('finds none where no role says so', () => {
    expect(destinationsOf({ to: 'a@x.example' }, { ...facts, roles: {} })).toEqual([]);
  });

  it('never leaves out an address of a list', () => {
    const address = fc
      .tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^[a-z]{1,5}\.example$/))
      .map((parts) => parts.join('@'));
    const joint = fc.constantFrom(', ', ';', ' ', '\n', ',');
    fc.assert(
      fc.property(fc.array(address, { minLength: 1, maxLength: 5 }), joint, (addresses, between) => {
        expect(destinationsOf({ to: addresses.join(between) }, facts).map((one) => one.value)).toEqual(addresses);
      }),
    );
  });
});
