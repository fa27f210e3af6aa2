import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResultValues } from '../../../src/projections/values/result-values.ts';
import { type Shape, Sightings } from '../../../src/projections/values/sightings.ts';

const sourceOf = (tool: string, step: number) => ({ call: `c${step}`, upstream: 'up', tool, labels: [], step });

/** One result after another, each a list of `key, shape`. */
function tell(results: readonly (readonly [tool: string, values: readonly (readonly [string, Shape])[]])[]): Sightings {
  const sightings = new Sightings();
  for (const [step, [tool, values]] of results.entries()) {
    const told = new ResultValues(sourceOf(tool, step));
    for (const [key, shape] of values) sightings.add(told, '', key, '', '/a', shape);
    sightings.keep(told);
  }
  return sightings;
}

describe('sightings', () => {
  it('are of each source the first, the latest source first', () => {
    const value = fc.tuple(fc.constantFrom('k', 'l', 'm'), fc.constantFrom<Shape>('field', 'prose', 'link'));
    const result = fc.tuple(fc.constantFrom('one', 'two'), fc.array(value, { maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(result, { maxLength: 30 }), (results) => {
        const sightings = tell(results);
        for (const key of ['k', 'l', 'm']) {
          const firsts = new Map<string, number>();
          for (const [step, [tool, values]] of results.entries()) {
            for (const [name, shape] of values)
              if (name === key && !firsts.has(`${tool} ${shape}`)) firsts.set(`${tool} ${shape}`, step);
          }
          const found = sightings
            .find(key)
            .map(({ tool, shape, isLinked, step }) => [`${tool} ${isLinked === true ? 'link' : shape}`, step]);
          expect(found.toReversed()).toEqual([...firsts]);
        }
        expect(sightings.forgotten).toBe(0);
      }),
    );
  });

  it('know which values one result held, also where the same tool showed one of them before', () => {
    const sightings = tell([
      ['read', [['a', 'field']]],
      [
        'read',
        [
          ['a', 'field'],
          ['b', 'field'],
        ],
      ],
      ['read', [['c', 'prose']]],
      ['read', [['a', 'field']]],
    ]);
    expect([sightings.share('a', 'b'), sightings.share('b', 'a')]).toEqual([true, true]);
    expect([sightings.share('a', 'c'), sightings.share('b', 'c'), sightings.share('a', 'x')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('keep the first source and a few of the latest', () => {
    const sightings = tell(Array.from({ length: 20 }, (_, i) => [`tool-${i}`, [['k', 'field']]] as const));
    expect(sightings.find('k').map(({ step }) => step)).toEqual([19, 18, 17, 16, 15, 14, 13, 0]);
    expect([sightings.count('k'), sightings.count('l')]).toEqual([8, 0]);
  });

  it('are known as long as the last result that showed them, and what is forgotten is counted', () => {
    const many = (name: string) => Array.from({ length: 15_000 }, (_, i) => [`${name}-${i}`, 'field'] as const);
    const sightings = tell([
      [
        'read',
        [
          ['kept', 'field'],
          ['lost', 'field'],
        ],
      ],
      ['read', many('a')],
      ['read', [['kept', 'field']]],
      ['read', many('b')],
      ['read', many('c')],
    ]);
    expect(sightings.find('lost')).toEqual([]);
    expect(sightings.find('a-0')).toEqual([]);
    expect(sightings.find('kept').map(({ step }) => step)).toEqual([0]);
    expect(sightings.forgotten).toBe(15_001);
  });
});
