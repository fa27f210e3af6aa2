import { uptime } from 'node:os';
import { steadyClock } from '../model/steady.ts';

/**
 * A clock for how long ago something was: it goes on when `wall` is set back, counts what the machine slept, and nothing else
 * that `wall` was set forward by.
 */
export const openClock = (wall: () => number): (() => number) =>
  steadyClock(
    wall,
    () => performance.now(),
    () => uptime() * 1_000,
  );
