import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Circuit } from '../../../src/upstream/server/circuit.ts';

function circuit() {
  const clock = { now: 1_000_000 };
  return { clock, it: new Circuit(() => clock.now) };
}

describe('a circuit', () => {
  test('waits twice as long after each failed start, a minute at most', () => {
    const { clock, it } = circuit();
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      expect(it.begin()).toBeUndefined();
      it.failed('no program');
      waits.push(it.wait);
      expect(it.begin()).toMatch(/no program \(it will be tried again in \d+ s\)/);
      clock.now += it.wait;
    }
    expect(waits.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(waits.at(-1)).toBe(60_000);
  });

  test('takes one outage for one failure, however many tried at once', () => {
    const { clock, it } = circuit();
    for (let i = 0; i < 20; i++) expect(it.begin()).toBeUndefined();
    for (let i = 0; i < 20; i++) it.failed('refused');
    expect(it.wait).toBe(500);
    clock.now += 500;
    expect(it.begin()).toBeUndefined();
    it.opened();
    // It was there for a while: the next outage is another story.
    clock.now += 10_000;
    expect(it.begin()).toBeUndefined();
    it.failed('refused');
    expect(it.wait).toBe(500);
  });

  test('starts a server that crashed at once the first time, and leaves one alone that crashes again and again', () => {
    const { clock, it } = circuit();
    const crash = (lived: number): number => {
      expect(it.begin()).toBeUndefined();
      it.opened();
      clock.now += lived;
      it.crashed('it exited', lived);
      return it.wait;
    };
    expect(crash(1)).toBe(0);
    expect(crash(1)).toBe(500);
    clock.now += 500;
    expect(crash(1)).toBe(1_000);
    clock.now += 1_000;
    // It ran well for a while: that is another story.
    expect(crash(10_000)).toBe(0);
  });

  test('of many processes, counts how long the one that ended had run, not when the last was started', () => {
    const { clock, it } = circuit();
    for (let i = 0; i < 12; i++) {
      expect(it.begin()).toBeUndefined();
      it.opened();
      clock.now += 1;
      it.crashed('it was killed', 60_000);
      expect(it.wait).toBe(0);
    }
  });

  test('waits longer each time also when it ran well once before', () => {
    const { clock, it } = circuit();
    it.begin();
    it.opened();
    clock.now += 3_600_000;
    const waits = [1, 2, 3, 4].map(() => {
      it.begin();
      it.failed('no program');
      const { wait } = it;
      clock.now += wait;
      return wait;
    });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
  });

  test('forgives what was long ago', () => {
    const { clock, it } = circuit();
    for (let i = 0; i < 5; i++) it.failed('no program');
    clock.now += 119_999;
    expect(it.isForgiven).toBe(false);
    clock.now += 1;
    expect(it.isForgiven).toBe(true);
    it.failed('no program');
    expect(it.wait).toBe(500);
  });

  test('after many failures lets one try at a time through, and says so', () => {
    const { clock, it } = circuit();
    for (let i = 0; i < 5; i++) {
      it.begin();
      it.failed('no program');
      clock.now += it.wait;
    }
    expect(it.begin()).toBeUndefined();
    expect(it.begin()).toBe('it failed 5 times in a row, at last: no program (it is being tried again)');
    it.dropped();
    expect(it.begin()).toBeUndefined();
    it.opened();
    expect([it.begin(), it.wait]).toEqual([undefined, 0]);
  });

  test('never stays shut for ever: whatever happened, some time later it may be tried', () => {
    const step = fc.constantFrom('failed', 'crashed', 'opened', 'dropped', 'begin');
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.integer({ min: 0, max: 20_000 }))), (steps) => {
        const { clock, it } = circuit();
        for (const [what, ms] of steps) {
          if (what === 'begin') {
            if (it.begin() === undefined) it.dropped();
          } else if (what === 'failed') it.failed('x');
          else if (what === 'crashed') it.crashed('x', ms);
          else it[what]();
          clock.now += ms;
        }
        expect(it.wait).toBeLessThanOrEqual(60_000);
        clock.now += it.wait;
        expect(it.begin()).toBeUndefined();
      }),
    );
  });
});
