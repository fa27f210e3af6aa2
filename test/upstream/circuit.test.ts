import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Circuit } from '../../src/upstream/circuit.ts';

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

  test('starts a server that crashed at once the first time, and leaves one alone that crashes again and again', () => {
    const { clock, it } = circuit();
    const crash = (lived: number): number => {
      expect(it.begin()).toBeUndefined();
      it.opened();
      clock.now += lived;
      it.crashed('it exited');
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
          } else if (what === 'failed' || what === 'crashed') it[what]('x');
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
