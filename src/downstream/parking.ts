import { randomBytes } from 'node:crypto';
import type { Crossing } from './crossing.ts';

/** Calls that go on upstream while their client fetches an answer. In memory: a call belongs to the process that sent it. */
export interface Parking {
  /** Keeps a call until its client comes back, `ttl` milliseconds at most; then it is cancelled. Undefined where there is no room. */
  put(crossing: Crossing): string | undefined;
  /** Hands the call out, once. */
  take(id: string): Crossing | undefined;
  /** How long a call may stay, in milliseconds. */
  readonly ttl: number;
}

export function createParking(ttl: number, most: number): Parking {
  const parked = new Map<string, { crossing: Crossing; late: NodeJS.Timeout }>();
  return {
    ttl,
    put(crossing) {
      if (parked.size >= most) return undefined;
      const id = randomBytes(16).toString('base64url');
      const late = setTimeout(() => {
        parked.delete(id);
        crossing.handleEvent();
      }, ttl);
      late.unref();
      crossing.detach();
      parked.set(id, { crossing, late });
      return id;
    },
    take(id) {
      const found = parked.get(id);
      if (found === undefined) return undefined;
      parked.delete(id);
      clearTimeout(found.late);
      return found.crossing;
    },
  };
}
