import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { destinationsOf } from '../../../src/policy/scene/destination-facts.ts';
import { findingOf } from '../samples.ts';

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

  it.each<[string, string[]]>([
    ['Ann Smith <ann@a.example>, "Bob O\'Hara" <bob@b.example>', ['ann@a.example', 'bob@b.example']],
    ['Smith, Ann J. (Ada) <ann@a.example>', ['ann@a.example']],
    ['ann@a.example, #general', ['ann@a.example', '#general']],
    ['ann@a.example; general', ['ann@a.example', 'general']],
    ['https://a.example evil.example/x', ['https://a.example', 'evil.example/x']],
    ['ann@a.example +4915112345', ['ann@a.example', '+4915112345']],
    ['Conference room, second floor', ['Conference room, second floor']],
  ])('takes %s apart, and leaves out nothing but names', (to, values) => {
    expect(destinationsOf({ to }, facts).map(({ value }) => value)).toEqual(values);
  });

  it('takes the name of a member for a destination where it is an address', () => {
    const to = { 'a@x.example': 'reader', plain: 'b@y.example' };
    expect(destinationsOf({ to }, facts).map(({ at, value }) => [at, value])).toEqual([
      ['/to/a@x.example/', 'a@x.example'],
      ['/to/a@x.example', 'reader'],
      ['/to/plain', 'b@y.example'],
    ]);
  });

  it('ends with one that no condition knows where there are more than are told apart', () => {
    const to = Array.from({ length: 2_000 }, (_, i) => `a${i}@x.example`);
    const found = destinationsOf({ to }, facts);
    expect(found).toHaveLength(1_001);
    expect(found.at(-1)).toMatchObject({ value: '', domain: '' });
    expect(destinationsOf({ to: to.slice(0, 999) }, facts)).toHaveLength(999);
  });

  it('is done with any number of quotes in a moment', () => {
    const to = `ann@a.example ${"'".repeat(20_000)}! ${'"('.repeat(10_000)}`;
    expect(destinationsOf({ to }, facts).map(({ value }) => value.length)).toEqual([13, 20_001]);
  });

  const acting = { ...facts, powers: ['write', 'external'] } as const;
  const values = (args: Record<string, unknown>, ...undeclared: string[]) =>
    destinationsOf(
      args as Json,
      acting,
      undeclared.map((at) => findingOf('args.undeclared', `/arguments${at}`)),
    ).map(({ value }) => value);

  it('takes an argument of which nothing is known for one where it holds an address', () => {
    expect(values({ to: 'a@x.example', copy: 'b@y.example', note: 'hello', when: '2026-01-02' })).toEqual([
      'a@x.example',
      'b@y.example',
    ]);
    expect(values({ copy: 'Bo <b@y.example>; c@z.example', hook: 'https://h.example/in' })).toEqual([
      'b@y.example',
      'c@z.example',
      'https://h.example/in',
    ]);
    expect(values({ note: 'Write to b@y.example, please', id: 'T-42', at: 40033410 })).toEqual([]);
    expect(destinationsOf({ copy: 'b@y.example' }, { ...facts, powers: ['read'] })).toEqual([]);
  });

  it('takes whatever stands in an argument that the tool does not declare', () => {
    const args = { to: 'a@x.example', options: { channel: 'C0412', note: 'n' }, all: true, few: false, none: null };
    expect(values(args, '/options/channel')).toEqual(['a@x.example', 'C0412']);
    expect(values(args, '/options', '/all', '/few', '/none')).toEqual(['a@x.example', 'C0412', 'n', '']);
    expect(values(args, '/opt')).toEqual(['a@x.example']);
    expect(values({ to: 'a@x.example', note: 'n', rows: [{ x: 1 }] }, '')).toEqual(['a@x.example', 'n', '1']);
    expect(values({ 'eve@evil.example': false }, '/eve@evil.example')).toEqual(['eve@evil.example']);
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
