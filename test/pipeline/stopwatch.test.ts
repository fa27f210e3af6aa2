import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTime, lateness, MOST, STALE, Stopwatch } from '../../src/pipeline/stopwatch.ts';

/** Clocks that only go on when they are told to, and how often the second was looked at. */
function clocks() {
  const at = { wall: 1_000, worked: 500, looks: 0 };
  const stopwatch = new Stopwatch({
    wall: () => at.wall,
    worked: () => {
      at.looks++;
      return at.worked;
    },
  });
  const pass = (wall: number, worked = wall): void => {
    at.wall += wall;
    at.worked += worked;
  };
  return { at, stopwatch, pass };
}

describe('the processor time', () => {
  it('is asked for by nothing that is short, and seldom where something begins', () => {
    const { at, stopwatch, pass } = clocks();
    at.looks = 0;
    for (let call = 0; call < 200; call++) {
      stopwatch.near(at.wall);
      pass(0.5);
      expect(stopwatch.lap(0.5)).toBe(0.5);
    }
    expect(at.looks).toBeLessThanOrEqual(100 / STALE);
  });

  it('says of what is long how much could be used, and begins anew there', () => {
    const { stopwatch, pass } = clocks();
    pass(900, 30);
    expect(stopwatch.lap(900)).toBe(30);
    pass(900, 900);
    expect(stopwatch.lap(900)).toBe(900);
    // Several threads worked.
    pass(100, 180);
    expect(stopwatch.lap(100)).toBe(100);
  });
});

const ms = fc.double({ min: 0, max: 30_000, noNaN: true });

describe('lateness', () => {
  it('is never of what was starved within the bound, and always of what used its limit or passed the bound', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 3_000, noNaN: true }), ms, ms, (limit, passed, some) => {
        const used = Math.min(passed, some);
        const isLate = used >= limit || passed >= limit * MOST;
        expect(lateness(limit, passed, used) !== undefined).toBe(isLate);
      }),
    );
  });

  it('says both times where they differ, and what to do where the machine is busy', () => {
    expect(lateness(50, 80, 80)).toBe('took longer than 50 ms');
    expect(lateness(50, 99.6, 61.2)).toBe('took longer than 50 ms: it could use 61 of the 100 ms that passed');
    expect(lateness(50, 500, 7)).toMatch(/not done after 500 ms, of which this machine left it 7 ms .*limits\.inspect/);
  });
});

describe('what is waited for', () => {
  const never = new Promise<never>(() => undefined);

  it('is late when it has used its limit or passed the bound, and is looked at no earlier than its limit', async () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const { at, pass } = clocks();
        const limit = 10;
        let looks = 0;
        const stopwatch = new Stopwatch({
          wall: () => {
            // Each look finds that more has passed; in the end nobody else is there.
            const [wall, share] = taken[looks++] ?? [40, 1];
            pass(wall, wall * share);
            return at.wall;
          },
          worked: () => at.worked,
        });
        looks = 0;
        const { wall, worked } = stopwatch.read(at.wall);
        const wait = { promise: never, start: wall, waits: false };
        const why = await inTime(wait, limit, stopwatch).catch(({ message }) => message);
        const [passed, used] = [at.wall - wall, Math.min(at.wall - wall, at.worked - worked)];
        expect(why).toBe(lateness(limit, passed, used));
      }),
      { numRuns: 50 },
    );
  });

  it('is late by the wall where it may wait for others', async () => {
    const { stopwatch, pass } = clocks();
    pass(30, 0);
    const wait = { promise: never, start: stopwatch.now() - 30, waits: true };
    await expect(inTime(wait, 30, stopwatch)).rejects.toThrow(/^took longer than 30 ms$/);
    const other = inTime({ ...wait, waits: false }, 30, stopwatch);
    pass(30 * MOST, 1);
    await expect(other).rejects.toThrow(/not done after 330 ms/);
  });

  it('is heard where it came while this process was busy', async () => {
    const { port1, port2 } = new MessageChannel();
    const promise = new Promise((resolve) => port2.once('message', resolve));
    const stopwatch = new Stopwatch();
    // From here on timers come before messages.
    await new Promise((resolve) => setImmediate(resolve));
    const wait = inTime({ promise, start: stopwatch.now(), waits: true }, 10, stopwatch);
    port1.postMessage('here');
    for (const end = performance.now() + 40; performance.now() < end; );
    expect(await wait).toBe('here');
    port1.close();
  });
});
