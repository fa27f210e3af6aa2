import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareDoors, DOORS, EFFECTS, effectBeforeAnswer, strictest } from '../../src/model/decision.ts';
import { decision } from '../pipeline/sample.ts';

const effect = fc.constantFrom(...EFFECTS);

it('combines effects as a maximum: in any order, in any grouping, any number of times', () => {
  fc.assert(
    fc.property(effect, effect, effect, (a, b, c) => {
      expect(strictest(a, b)).toBe(strictest(b, a));
      expect(strictest(a, strictest(b, c))).toBe(strictest(strictest(a, b), c));
      expect(strictest(a, a)).toBe(a);
      expect(strictest('allow', a)).toBe(a);
      expect(strictest('deny', a)).toBe('deny');
    }),
  );
});

it.each(DOORS.flatMap((door) => DOORS.map((demanded) => [door, demanded] as const)))(
  'ranks %s against %s, and no door as the weakest',
  (door, demanded) => {
    expect(compareDoors(door, demanded) >= 0).toBe(DOORS.indexOf(door) >= DOORS.indexOf(demanded));
    expect(compareDoors(door, undefined)).toBe(DOORS.indexOf(door));
    expect(compareDoors(undefined, demanded)).toBe(0 - DOORS.indexOf(demanded));
  },
);

it('knows what a decision was before a person answered', () => {
  expect(effectBeforeAnswer(decision('allow', { approval: 'hold-1' }))).toBe('ask');
  expect(effectBeforeAnswer(decision('allow'))).toBe('allow');
  expect(effectBeforeAnswer(decision('deny'))).toBe('deny');
});
