import type { Label } from '../model/tool.ts';
import type { Sighted } from '../model/view.ts';

/** Sightings one session keeps. Beyond it the oldest results are forgotten, and `forgotten` says how many. */
const MOST = 40_000;
/** Sources kept of one value: the first and the latest ones. */
const PER_KEY = 8;

/** `link`: in prose, as the address of a link. */
export type Shape = Sighted['shape'] | 'link';

/** What one result told of. */
export interface Told {
  readonly source: Omit<Sighted, 'at' | 'shape' | 'isLinked'>;
  /** Values that it held, once for each spot. */
  readonly known: Known[];
  /** How many of these a newer result has told of as well: for them it need not be kept. */
  gone: number;
}

/** Where one source showed a value for the first time. */
interface Spot {
  readonly sighted: Sighted;
  readonly shape: Shape;
  /** What the place it stood in is marked with; undefined where that is what the whole result is marked with. */
  readonly own: readonly Label[] | undefined;
  /** The last result in which the same tool showed it in the same shape: with that it is forgotten. */
  latest: Told;
}

/** A value, by its key, and the sources that it has, in their order. */
interface Known {
  readonly key: string;
  readonly spots: Spot[];
}

const NONE: readonly Sighted[] = Object.freeze([]);

export const startTelling = (source: Told['source']): Told => ({ source, known: [], gone: 0 });

/** Which values a session has seen, and of each the sources: a tool that shows it again in the same shape says nothing new. */
export class Sightings {
  readonly #known = new Map<string, Known>();
  /** What each result told of, oldest first, so that forgetting is by result. Those before `#first` are forgotten, and held by nothing. */
  #results: (Told | undefined)[] = [];
  #first = 0;
  #count = 0;
  #forgotten = 0;

  get forgotten(): number {
    return this.#forgotten;
  }

  /** The sources of a value, the latest first. */
  find(key: string): readonly Sighted[] {
    const known = this.#known.get(key);
    if (known === undefined) return NONE;
    const found: Sighted[] = [];
    for (let i = known.spots.length - 1; i >= 0; i--) found.push((known.spots[i] as Spot).sighted);
    return found;
  }

  /** `own`: what the place is marked with, where that is not what the result is. */
  add(told: Told, key: string, at: string, shape: Shape, own?: readonly Label[]): void {
    if (told.known.length >= MOST) {
      this.#forgotten++;
      return;
    }
    let known = this.#known.get(key);
    if (known === undefined) {
      // An array that is pushed into has room for more; nearly all values have one source.
      known = { key, spots: [{ sighted: sightedAt(told.source, at, shape, own), shape, own, latest: told }] };
      this.#known.set(key, known);
      told.known.push(known);
      this.#count++;
      return;
    }
    const { spots } = known;
    const spot = spotOf(spots, told.source, shape, own);
    if (spot?.latest === told) return;
    told.known.push(known);
    if (spot !== undefined) {
      spot.latest.gone++;
      spot.latest = told;
      return;
    }
    spots.push({ sighted: sightedAt(told.source, at, shape, own), shape, own, latest: told });
    this.#count++;
    if (spots.length <= PER_KEY) return;
    // Where it was first seen tells most: of the others the oldest goes.
    for (const { latest } of spots.splice(1, 1)) latest.gone++;
    this.#count--;
  }

  /** Takes a result that has been told whole, and forgets what is too much. */
  keep(told: Told): void {
    if (told.known.length > 0) this.#results.push(told);
    for (; this.#first < this.#results.length - 1; this.#first++) {
      const oldest = this.#results[this.#first] as Told;
      const isMany = this.#count > MOST || this.#results.length - this.#first > MOST;
      // One that newer ones have told all of again is no loss.
      if (!isMany && oldest.gone < oldest.known.length) break;
      this.#forget(oldest);
      this.#results[this.#first] = undefined;
    }
    if (this.#first * 2 < this.#results.length) return;
    this.#results = this.#results.slice(this.#first);
    this.#first = 0;
  }

  #forget(told: Told): void {
    if (told.gone >= told.known.length) return;
    for (const { key, spots } of told.known) {
      const at = spots.findIndex(({ latest }) => latest === told);
      if (at < 0) continue;
      spots.splice(at, 1);
      this.#count--;
      // A value that another source has shown is known still.
      if (spots.length > 0) continue;
      this.#forgotten++;
      this.#known.delete(key);
    }
  }
}

function spotOf(
  spots: readonly Spot[],
  { upstream, tool }: Told['source'],
  shape: Shape,
  own: readonly Label[] | undefined,
): Spot | undefined {
  for (const spot of spots) {
    if (spot.shape !== shape || spot.sighted.tool !== tool || spot.sighted.upstream !== upstream) continue;
    if (spot.own === own || (own !== undefined && spot.own?.join() === own.join())) return spot;
  }
  return undefined;
}

function sightedAt(
  { call, upstream, tool, labels: all, step }: Told['source'],
  at: string,
  shape: Shape,
  labels = all,
): Sighted {
  if (shape === 'link') return { call, upstream, tool, labels, step, at, shape: 'prose', isLinked: true };
  return { call, upstream, tool, labels, step, at, shape };
}
