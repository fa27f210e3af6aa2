import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareDoors, DOORS, EFFECTS, strictest } from '../../src/model/decision.ts';

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
