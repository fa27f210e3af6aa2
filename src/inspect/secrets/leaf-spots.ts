import type { Leaf } from '../../model/json.ts';
import type { Spotted } from '../detectors/detector.ts';
import { MOST_FINDINGS, type Seen } from '../reading/spots.ts';
import type { Given, SpottedGiven } from './given.ts';

/** What servers are given, and the one that all this goes to; undefined where it goes to none. */
export interface Surroundings {
  readonly given: Given;
  readonly receiver: string | undefined;
}

/** The findings about one text so far; what an earlier detector reported is not reported again. */
export class LeafSpots {
  readonly leaf: Leaf;
  readonly around: Surroundings;
  /** Credentials that servers are given, where they stand in the text. */
  readonly given: readonly SpottedGiven[];
  readonly #seen: Seen;
  readonly #spans: (readonly [start: number, end: number])[] = [];

  constructor(leaf: Leaf, seen: Seen, around: Surroundings, given: readonly SpottedGiven[]) {
    this.leaf = leaf;
    this.#seen = seen;
    this.around = around;
    this.given = given;
  }

  get isEmpty(): boolean {
    return this.#spans.length === 0;
  }

  isNew(start: number, end: number): boolean {
    for (let i = 0; i < this.#spans.length; i++) {
      const span = this.#spans[i] as readonly [number, number];
      if (start < span[1] && end > span[0]) return false;
    }
    return true;
  }

  /** Whether one place that was reported has all of this one. */
  has({ start, end }: Spotted): boolean {
    return this.#spans.some((span) => span[0] <= start && end <= span[1]);
  }

  add(spotted: Spotted): void {
    this.#spans.push([spotted.start, spotted.end]);
    this.#seen.add(this.leaf, this.#isOwn(spotted) ? { ...spotted, severity: 'info' } : this.#owned(spotted));
  }

  /** What was seen by its form may be known as well: then a person is told whose it is. */
  #owned(spotted: Spotted): Spotted {
    const { start, end, kind, message } = spotted;
    if (this.given.length === 0 || kind === 'secret.given') return spotted;
    const own = this.given.find((one) => one.start < end && start < one.end);
    if (own === undefined) return spotted;
    const whose = own.servers.length === 0 ? '.' : `; it is given to ${own.servers.join(' and ')}.`;
    return { ...spotted, message: `${message.slice(0, -1)}${whose}`, given: true };
  }

  /** Whether it is what its receiver is given, or a part of that. What stands for others like it is nobody's own. */
  #isOwn({ start, end }: Spotted): boolean {
    if (this.given.length === 0 || (this.#seen.findings?.length ?? 0) >= MOST_FINDINGS) return false;
    return this.given.some((one) => one.start <= start && end <= one.end && isFor(one, this.around));
  }
}

const isFor = ({ servers }: SpottedGiven, { receiver }: Surroundings): boolean =>
  receiver !== undefined && servers.includes(receiver);
