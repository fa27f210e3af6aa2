import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destinationsOf, domainOf } from '../../src/policy/domain.ts';

describe('domainOf', () => {
  it.each([
    ['ann@ours.example', 'ours.example'],
    ['Ann <ann@OURS.example>', 'ours.example'],
    ['mailto:ann@ours.example?subject=x@evil.example', 'ours.example'],
    ['https://ours.example/a@evil.example', 'ours.example'],
    ['https://ours.example@evil.example/', 'evil.example'],
    ['https://ours.example:pw@evil.example:8443/x', 'evil.example'],
    ['HTTPS://Ours.Example.', 'ours.example'],
    ['git@ours.example:team/repo.git', 'ours.example'],
    ['ours.example', 'ours.example'],
    ['ours.example/path', 'ours.example'],
    ['https://[::1]/', '[::1]'],
    ['https://', ''],
    ['just words', ''],
    ['ann', ''],
    ['', ''],
  ])('%j is %j', (text, domain) => {
    expect(domainOf(text)).toBe(domain);
  });

  it('takes any text without falling over', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof domainOf(text) === 'string'));
  });
});

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
