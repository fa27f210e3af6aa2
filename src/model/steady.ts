/** By so much two clocks may differ over a while without one having been set, in milliseconds. */
const JITTER = 1_000;

/**
 * A clock for how long ago something was, in milliseconds. `wall` is set by people and by NTP; `running` never is, and stands
 * still while the machine sleeps. This one goes on when the wall clock is set back, and takes sleep into account: all that the
 * wall clock is ahead by, or where `booted` tells how long ago the machine was started, what was slept and no more. That is
 * asked only where the wall clock is off, since it costs more than both others.
 */
export function steadyClock(wall: () => number, running: () => number, booted?: () => number): () => number {
  let apart = wall() - running();
  const awake = booted === undefined ? 0 : booted() - running();
  let slept = 0;
  return () => {
    const time = running();
    const jump = wall() - time - apart;
    if (jump < 0 || jump > JITTER) apart += jump;
    if (booted === undefined) slept += jump > JITTER ? jump : 0;
    else if (Math.abs(jump) > JITTER) slept = Math.max(slept, booted() - time - awake);
    return time + slept;
  };
}
