import type { Listing } from '../../model/upstreams.ts';

/** What a server said of what it offers, or is expected to say. */
export interface Heard {
  readonly upstream: string;
  /** Undefined where it offers nothing any more. */
  readonly listing: Listing | undefined;
  readonly isPromised: boolean;
  /** How many servers had this name before the one that said it. */
  readonly before: number;
}

export interface JudgedListsParts {
  readonly judge: (listing: Listing) => Promise<Listing>;
  /** Takes what may pass of a list. */
  readonly take: (passing: Listing | undefined, heard: Heard) => void;
  /** What becomes of an error over a server's list. */
  readonly broke: (upstream: string) => (error: unknown) => void;
}

/** One list that is judged. */
interface Turn {
  readonly heard: Heard;
  /** Whether another one came meanwhile. */
  isOutdated: boolean;
  /** Resolves when it is taken, or is not, and the next has begun. */
  ended: Promise<void>;
}

/**
 * The lists of servers while they are judged: of each server one at a time, and of those that come meanwhile the last is next.
 * A server that lists anew before a long list is judged is shown as it was then, not never, and costs no more than one turn.
 */
export class JudgedLists {
  readonly #parts: JudgedListsParts;
  readonly #latest = new Map<string, Heard>();
  readonly #turns = new Map<string, Turn>();
  readonly #replaced = new Map<string, number>();

  constructor(parts: JudgedListsParts) {
    this.#parts = parts;
  }

  /** The servers of which a list is being judged. */
  judging(): readonly string[] {
    return [...this.#turns.keys()];
  }

  /** What a server said last. */
  latest(upstream: string): Heard | undefined {
    return this.#latest.get(upstream);
  }

  hear(upstream: string, listing: Listing | undefined, isPromised = false): void {
    const heard = { upstream, listing, isPromised, before: this.#before(upstream) };
    this.#latest.set(upstream, heard);
    const turn = this.#turns.get(upstream);
    // What it offered is over at once, and so is what another server of its name did.
    if (turn === undefined || listing === undefined || turn.heard.before !== heard.before) this.#begin(heard);
    else turn.isOutdated = true;
  }

  /** Judges the last list of each anew: what is looked at now does not count any more. */
  judgeAgain(): void {
    for (const heard of [...this.#latest.values()]) this.#begin(heard);
  }

  /** Another server has this name from now on. */
  replace(upstream: string): void {
    this.#replaced.set(upstream, this.#before(upstream) + 1);
  }

  /** Whether a list is one of the server that has its name now. */
  isCurrent({ upstream, before }: Heard): boolean {
    return before === this.#before(upstream);
  }

  /** Until what was heard so far is taken, and no longer: some servers list for good. */
  async taken(upstreams: Iterable<string> = this.#latest.keys()): Promise<void> {
    await Promise.all(
      Array.from(upstreams, async (upstream) => {
        // The turn that goes on may be of a list before the last; the one behind it is of the last that was heard.
        await this.#turns.get(upstream)?.ended;
        await this.#turns.get(upstream)?.ended;
      }),
    );
  }

  #before(upstream: string): number {
    return this.#replaced.get(upstream) ?? 0;
  }

  /** A turn that goes on still is not heard of any more. */
  #begin(heard: Heard): void {
    const turn: Turn = { heard, isOutdated: false, ended: Promise.resolve() };
    this.#turns.set(heard.upstream, turn);
    turn.ended = this.#go(turn);
  }

  async #go(turn: Turn): Promise<void> {
    const { heard } = turn;
    const { upstream, listing } = heard;
    const { judge, take, broke } = this.#parts;
    const isMine = (): boolean => this.#turns.get(upstream) === turn;
    try {
      const passing = listing === undefined ? undefined : await judge(listing);
      if (isMine()) take(passing, heard);
    } catch (error) {
      broke(upstream)(error);
    }
    if (!isMine()) return;
    const latest = this.#latest.get(upstream);
    if (turn.isOutdated && latest !== undefined) this.#begin(latest);
    else this.#turns.delete(upstream);
  }
}
