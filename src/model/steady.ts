/** By so much two clocks may differ over a while without one having been set, in milliseconds. */
const JITTER = 1_000;

/**
 * A clock for how long ago something was, in milliseconds. `wall` is set by people and by NTP; `running` never is, and stands
 * still while the machine sleeps. This one goes on when the wall clock is set back, and takes sleep into account.
 */
export function steadyClock(wall: () => number, running: () => number): () => number {
  let apart = wall() - running();
  let slept = 0;
  return () => {
    const time = running();
    const jump = wall() - time - apart;
    if (jump < 0 || jump > JITTER) apart += jump;
    if (jump > JITTER) slept += jump;
    return time + slept;
  };
}
