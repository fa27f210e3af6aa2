import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Seen } from '../../src/discover/find.ts';
import { mergeSeen } from '../../src/discover/merging.ts';

const make = (change: Partial<Seen>): Seen => ({
  source: 'clients',
  kind: 'server',
  name: 'mail',
  at: {},
  certainty: 'certain',
  reason: 'configured',
  way: 'past',
  launch: {},
  held: [],
  keys: ['a'],
  ...change,
});

describe('what was seen of one server', () => {
  it('is one find, under the name that a person gave', () => {
    const seen = [
      make({ source: 'processes', name: 'server-mail', certainty: 'likely', keys: ['a'], marks: ['pid 7'] }),
      make({ name: 'my mail' }),
      make({ source: 'ports', name: 'port 80', keys: ['p'], near: ['pid 7'], certainty: 'possible' }),
    ];
    const [find, ...others] = mergeSeen(seen);
    expect(others).toEqual([]);
    expect([find?.name, find?.certainty, find?.seen.map(({ source }) => source)]).toEqual([
      'my mail',
      'certain',
      ['clients', 'processes', 'ports'],
    ]);
  });

  it('is joined by way of a third', () => {
    expect(mergeSeen([make({ keys: ['a'] }), make({ keys: ['b'] }), make({ keys: ['a', 'b'] })])).toHaveLength(1);
  });

  it('is near each that it is near, and joins none of them', () => {
    const port = make({ source: 'ports', keys: ['p'], near: ['port 80'] });
    const finds = mergeSeen([
      make({ keys: ['a'], marks: ['port 80'] }),
      make({ keys: ['b'], marks: ['port 80'] }),
      port,
    ]);
    expect(finds.map(({ seen }) => seen.length)).toEqual([2, 2]);
    expect(mergeSeen([port])).toHaveLength(1);
  });

  it.each<[string, Partial<Seen>[]]>([
    ['bypassing', [{ way: 'behind' }, { way: 'past' }]],
    ['behind', [{ way: 'behind' }, { way: 'unsure' }]],
    ['unknown', [{ way: 'past' }]],
    ['unknown', [{ way: 'unsure' }]],
    ['behind', [{ way: 'unsure', kind: 'sallyport' }, { way: 'past' }]],
  ])('stands %s', (want, all) => {
    expect(mergeSeen(all.map(make)).map(({ standing }) => standing)).toEqual([want]);
  });

  it('holds each secret once', () => {
    const held = [{ at: 'env.A', name: 'A', masked: '[hidden, 9 characters]' }];
    expect(mergeSeen([make({ held }), make({ held })])[0]?.held).toHaveLength(1);
  });

  it('is put together alike in any order, and lost never', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const seen = fc.record({
      keys: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }),
      marks: fc.uniqueArray(names, { maxLength: 2 }),
      way: fc.constantFrom('behind' as const, 'past' as const, 'unsure' as const),
      isNear: fc.boolean(),
    });
    const shape = (all: readonly Seen[]): string[] =>
      mergeSeen(all)
        .map(
          ({ seen, standing }) =>
            `${standing} ${seen
              .map(({ name }) => name)
              .sort()
              .join(' ')}`,
        )
        .sort();
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 12 }), fc.func(fc.integer()), (given, order) => {
        const all = given.map(({ isNear, ...rest }, i) =>
          make({ ...rest, name: `n${i}`, ...(isNear ? { near: rest.keys } : {}) }),
        );
        const turned = [...all].sort((one, other) => order(one.name) - order(other.name));
        expect(shape(turned)).toEqual(shape(all));
        const names = new Set(mergeSeen(all).flatMap(({ seen }) => seen.map(({ name }) => name)));
        expect(names.size).toBe(all.length);
      }),
    );
  });
});
