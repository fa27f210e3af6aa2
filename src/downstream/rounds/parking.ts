import { randomBytes } from 'node:crypto';
import { Tally } from '../tally.ts';
import type { Crossing } from './crossing.ts';

/** Calls that go on upstream while their client fetches an answer. In memory, since a call belongs to the process that sent it. */
export interface Parking {
  /**
   * Keeps a principal's call until its client comes back, `ttl` milliseconds at most; then it is cancelled. Undefined where
   * that principal has no room left.
   */
  put(crossing: Crossing, principal: string): string | undefined;
  /** The call, which stays parked. */
  peek(id: string): Crossing | undefined;
  /** Hands the call out, once. */
  take(id: string): Crossing | undefined;
  /** How long a call may stay, in milliseconds. */
  readonly ttl: number;
  /** Sets other limits. Calls that are parked already stay as long as they were told. */
  reconfigure(ttl: number, most: number): void;
}

interface Parked {
  readonly crossing: Crossing;
  readonly principal: string;
  readonly late: NodeJS.Timeout;
}

/** `most`: how many calls one principal may park, so that none can take the others' room. */
export function createParking(ttl: number, most: number): Parking {
  let limits = { ttl, most };
  const parked = new Map<string, Parked>();
  const counts = new Tally();
  const remove = (id: string): Parked | undefined => {
    const found = parked.get(id);
    if (found === undefined) return undefined;
    parked.delete(id);
    clearTimeout(found.late);
    counts.remove(found.principal);
    return found;
  };
  return {
    get ttl() {
      return limits.ttl;
    },
    reconfigure(ttl, most) {
      limits = { ttl, most };
    },
    put(crossing, principal) {
      if (counts.of(principal) >= limits.most) return undefined;
      const id = randomBytes(16).toString('base64url');
      const late = setTimeout(() => remove(id)?.crossing.handleEvent(), limits.ttl);
      late.unref();
      crossing.detach();
      parked.set(id, { crossing, principal, late });
      counts.add(principal);
      return id;
    },
    peek: (id) => parked.get(id)?.crossing,
    take: (id) => remove(id)?.crossing,
  };
}
