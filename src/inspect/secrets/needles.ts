/** All needles have as many letters as this, or more. */
export const SHORTEST = 8;
/** So many letters are looked at together. */
const BLOCK = 3;
const LAST = SHORTEST - BLOCK;
const PLACES = 1 << 16;
const NONE: readonly Group[] = [];

export interface Hit {
  readonly needle: string;
  readonly at: number;
}

/** Needles that begin alike. */
interface Group {
  readonly beginning: string;
  readonly needles: Set<string>;
  /** Of its needles, the longest first: one may begin with another. */
  readonly lengths: number[];
}

/**
 * Finds any of many texts in one pass: from the three letters that end where a needle's first eight would, it is known how
 * far the next one is at least (Wu and Manber). Hundreds cost what one costs.
 */
export class Needles {
  /** For each three letters, how far on the next needle may begin. */
  readonly #skips = new Uint8Array(PLACES).fill(LAST + 1);
  /** By the three letters that end their beginning. */
  readonly #groups = new Map<number, Group[]>();

  constructor(needles: Iterable<string>) {
    for (const needle of [...needles].sort((a, b) => b.length - a.length)) {
      if (needle.length < SHORTEST) continue;
      for (let at = 0; at <= LAST; at++) {
        const place = placeOf(needle, at);
        this.#skips[place] = Math.min(this.#skips[place] as number, LAST - at);
      }
      this.#add(needle);
    }
  }

  /** The first needle that begins in this part of a text. */
  next(text: string, from: number, to = text.length): Hit | undefined {
    const end = Math.min(to, text.length - SHORTEST + 1);
    const skips = this.#skips;
    for (let at = from; at < end; ) {
      const place = placeOf(text, at + LAST);
      const skip = skips[place] as number;
      if (skip > 0) {
        at += skip;
        continue;
      }
      const needle = this.#needleAt(text, at, place);
      if (needle !== undefined) return { needle, at };
      at++;
    }
    return undefined;
  }

  #add(needle: string): void {
    const place = placeOf(needle, LAST);
    const beginning = needle.slice(0, SHORTEST);
    const groups = this.#groups.get(place) ?? [];
    this.#groups.set(place, groups);
    const known = groups.find((one) => one.beginning === beginning);
    const group = known ?? { beginning, needles: new Set(), lengths: [] };
    if (known === undefined) groups.push(group);
    group.needles.add(needle);
    if (!group.lengths.includes(needle.length)) group.lengths.push(needle.length);
  }

  #needleAt(text: string, at: number, place: number): string | undefined {
    const group = (this.#groups.get(place) ?? NONE).find(({ beginning }) => text.startsWith(beginning, at));
    if (group === undefined) return undefined;
    // By their lengths, however many there are: keys of one provider begin alike.
    for (const length of group.lengths) {
      const needle = text.slice(at, at + length);
      if (group.needles.has(needle)) return needle;
    }
    return undefined;
  }
}

const placeOf = (text: string, at: number): number =>
  (text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 5) ^ (text.charCodeAt(at + 2) << 10)) & (PLACES - 1);
