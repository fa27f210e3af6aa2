import { expect, it } from 'vitest';
import { openClock } from '../../src/app/clock.ts';

it('takes no clock that is set for time that has passed', () => {
  let set = 0;
  const began = performance.now();
  const clock = openClock(() => Date.now() + set);
  const before = clock();
  for (const hours of [5, -5, 1_000]) {
    set += hours * 3_600_000;
    const passed = clock() - before;
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(passed).toBeLessThan(performance.now() - began + 1_000);
  }
});
