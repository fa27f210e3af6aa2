/** By so much two clocks may differ over a while without one having been set, in milliseconds. */
const JITTER = 1_000;

/**
 * A clock for how long ago something was, in milliseconds. `wall` is set by people and by NTP; `running` never is, and stands
 * still while the machine sleeps. This one goes on when the wall clock is set back, and takes sleep into account: `booted`
 * tells how long ago the machine was started, and so what was slept. It costs more than both others, and is asked only where
 * the wall clock is off.
 */
export function steadyClock(wall: () => number, running: () => number, booted: () => number): () => number {
  let apart = wall() - running();
  const awake = booted() - running();
  let slept = 0;
  return () => {
    const time = running();
    const jump = wall() - time - apart;
    if (jump < 0 || jump > JITTER) apart += jump;
    if (Math.abs(jump) > JITTER) slept = Math.max(slept, booted() - time - awake);
    return time + slept;
  };
}
