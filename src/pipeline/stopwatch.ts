import { now, SLICE } from './slices.ts';

/** Clocks, in milliseconds since some moment. */
export interface Clocks {
  readonly wall: () => number;
  /** The time that processors worked for this process, in all its threads. */
  readonly worked: () => number;
}

const CLOCKS: Clocks = {
  wall: now,
  worked: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};

/** Both clocks, read at one moment. */
export interface Reading {
  readonly wall: number;
  readonly worked: number;
}

/** Up to this many milliseconds are taken as they are: asking the system about them would add to the cost of every call. */
export const SHORT = SLICE - 1;
/** A reading still counts for whatever begins up to this many milliseconds later. */
export const STALE = 50;
/** While other programs have the processors, this many times its limit may pass before something is late. */
export const MOST = 10;

/** Tells how much of the time that passed this process could use: on a busy machine others have the processors. */
export class Stopwatch {
  readonly now: () => number;
  readonly #worked: () => number;
  #last: Reading;

  constructor({ wall, worked }: Clocks = CLOCKS) {
    this.now = wall;
    this.#worked = worked;
    this.#last = { wall: wall(), worked: worked() };
  }

  /** The last reading. */
  get last(): Reading {
    return this.#last;
  }

  /** Reads both clocks. */
  read(wall = this.now()): Reading {
    this.#last = { wall, worked: this.#worked() };
    return this.#last;
  }

  /** Something begins. Most of it ends before anybody asks, so that many share one reading. */
  near(wall: number): void {
    if (wall - this.#last.wall > STALE) this.read(wall);
  }

  /** Of the milliseconds that just passed, how many this process could use at most. */
  lap(passed: number): number {
    if (passed <= SHORT) return passed;
    const { worked } = this.#last;
    return Math.min(passed, this.read().worked - worked);
  }
}

/** Why something is late, given the milliseconds that passed and those of them that it could use; undefined while it is not. */
export function lateness(limit: number, passed: number, used: number): string | undefined {
  if (passed < limit) return undefined;
  if (used >= passed) return `took longer than ${limit} ms`;
  const [could, all] = [Math.round(used), Math.round(passed)];
  if (used >= limit) return `took longer than ${limit} ms: it could use ${could} of the ${all} ms that passed`;
  if (passed < limit * MOST) return undefined;
  return `was not done after ${all} ms, of which this machine left it ${could} ms at most: end some of the programs that keep it busy, or raise limits.inspect`;
}

/** What is waited for, and since when. */
export interface Wait<T> {
  readonly promise: Promise<T>;
  readonly start: number;
  /** Whether it may wait for something outside this process: then all the time that passes counts. */
  readonly waits: boolean;
}

/** The promise's value. Rejects when it is late, which is first checked when its limit has passed. */
export async function inTime<T>({ promise, start, waits }: Wait<T>, limit: number, stopwatch: Stopwatch): Promise<T> {
  const from = stopwatch.last;
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  const late = new Promise<never>((_, reject) => {
    const look = (): void => {
      const end = stopwatch.now();
      const passed = end - start;
      const used = waits ? passed : Math.min(passed, stopwatch.read(end).worked - from.worked);
      const why = lateness(limit, passed, used);
      if (why === undefined) later(Math.max(1, Math.min(limit - used, limit * MOST - passed)));
      else reject(new Error(why));
    };
    // Whatever has arrived by then is handled first: it is not late just because this process was busy.
    const later = (ms: number): void => {
      timer = setTimeout(() => {
        immediate = setImmediate(look);
      }, ms);
    };
    later(limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    clearImmediate(immediate);
  }
}
