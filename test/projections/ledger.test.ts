import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Ledger } from '../../src/projections/ledger.ts';
import { decision, NOTHING } from '../pipeline/sample.ts';

type Values = readonly (readonly [number, number])[];
const call = (to: string, values: Values, approval?: string) => ({
  evidence: { ...NOTHING, outflows: [{ to, labels: [], values }] },
  decision: decision('allow', approval === undefined ? {} : { approval }),
});

it('counts every value once for each place, in whatever calls they went', () => {
  const value = fc.tuple(fc.nat(200), fc.constant(5));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.array(value))), (calls) => {
      const ledger = new Ledger();
      for (const [to, values] of calls) ledger.take(call(to, values));
      for (const place of ['a', 'b']) {
        const marks = new Set(calls.flatMap(([to, values]) => (to === place ? values.map(([mark]) => mark) : [])));
        expect([ledger.count(place), ledger.size(place)]).toEqual([marks.size, marks.size * 5]);
        for (const mark of marks) expect(ledger.has(place, mark)).toBe(true);
      }
    }),
  );
});

it('begins anew where a person said yes, for that place alone', () => {
  const ledger = new Ledger();
  for (const to of ['a', 'b']) ledger.take(call(to, [[1, 10]]));
  ledger.take(call('a', [[2, 10]], 'hold-1'));
  expect([ledger.size('a'), ledger.size('b')]).toEqual([0, 10]);
});

it('adds up what goes to more places than it keeps, so that many places are no way round it', () => {
  const ledger = new Ledger();
  for (let i = 0; i < 1_000; i++) ledger.take(call(`p${i}`, [[i, 10]]));
  expect(ledger.size('p0')).toBe(10);
  expect(ledger.size('never-seen')).toBe(8_000);
});
