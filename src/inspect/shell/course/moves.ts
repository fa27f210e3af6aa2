import { areLeftovers } from '../../commands/leftovers.ts';
import { type Deed, destructive } from '../deeds.ts';
import { plainFile } from './feed.ts';
import { Writings } from './writings.ts';

export const LOSES_MOVED: Deed = destructive('Removes what was moved there before.', 'medium');

const MOST_MOVED = 100;
const MOST_LOST = 1_000;
/** Any place: where more was moved or removed than is noted, each may be meant. */
const ANYWHERE = '*';

/** The number of a command in its script, behind that of the command which the script stands in. */
type Moment = readonly number[];
interface Act {
  readonly when: Moment;
  readonly place: string;
  /** Of what was removed: only what is made again, wherever that lies. */
  readonly isMade?: boolean;
}
interface Noted {
  readonly moved: Act[];
  readonly lost: Act[];
}

/**
 * What a line moves that nobody makes again, and what it removes, in the order in which that is done; and what it writes to files.
 * Scripts in it included.
 */
export class Moves {
  readonly writings: Writings;
  readonly #noted: Noted;
  readonly #script: Moment;
  #count = 0;
  #inner = 0;

  constructor(noted: Noted = { moved: [], lost: [] }, script: Moment = [], writings = new Writings()) {
    this.#noted = noted;
    this.#script = script;
    this.writings = writings;
  }

  /** Comes to the next command. */
  next(): void {
    this.#count++;
  }

  /** Those of a script that a command carries out, or of one that is carried out in the end. */
  inside(isLast = false): Moves {
    const at = isLast ? Number.POSITIVE_INFINITY : this.#count;
    return new Moves(this.#noted, [...this.#script, at, this.#inner++], this.writings);
  }

  /** Notes that things went elsewhere: whoever removes that place removes them. */
  move(from: readonly string[], to: string): void {
    if (to === '' || areLeftovers(from)) return;
    const place = plainPlace(to);
    const isFolder = /(?:^|\/)\.?$/.test(place);
    this.#note(
      this.#noted.moved,
      MOST_MOVED,
      isFolder ? plainFile(`${place.replace(/\/?$/, '/')}${stepOf(from)}`) : place,
    );
  }

  /** Notes what goes, with all that is in it. */
  lose(places: readonly string[]): void {
    for (const place of places) if (!place.startsWith('-')) this.#note(this.#noted.lost, MOST_LOST, plainPlace(place));
  }

  /** Notes that folders go that are made again, wherever they are found. */
  loseMade(): void {
    const { lost } = this.#noted;
    if (lost.length <= MOST_LOST) lost.push({ when: [...this.#script, this.#count], place: ANYWHERE, isMade: true });
  }

  /** Whether anything goes that was moved there before. */
  get losesMoved(): boolean {
    const { moved, lost } = this.#noted;
    return moved.some((one) => {
      const isMade = areLeftovers([one.place]);
      return lost.some(
        (other) =>
          (isMade || other.isMade !== true) && isBefore(one.when, other.when) && overlap(one.place, other.place),
      );
    });
  }

  #note(acts: Act[], most: number, place: string): void {
    if (acts.length > most) return;
    acts.push(
      acts.length < most
        ? { when: [...this.#script, this.#count], place }
        : { when: acts === this.#noted.moved ? FIRST : LAST, place: ANYWHERE },
    );
  }
}

const FIRST: Moment = [Number.NEGATIVE_INFINITY];
const LAST: Moment = [Number.POSITIVE_INFINITY];

/** A script is no earlier and no later than the command that it stands in. */
function isBefore(one: Moment, other: Moment): boolean {
  for (const [i, at] of one.entries()) {
    const then = other[i] ?? at;
    if (at !== then) return at < then;
  }
  return true;
}

const plainPlace = (path: string): string =>
  plainFile(path.replaceAll('\\', '/').replace(/^\$(?:PWD|\{PWD\}|\(pwd\))(?=\/|$)/i, '.'));

/** The last step of what is moved; of several things, any. */
const stepOf = ([from = '', ...more]: readonly string[]): string =>
  more.length > 0
    ? '*'
    : (from
        .replace(/[\\/]+$/, '')
        .split(/[\\/]/)
        .at(-1) ?? '');

/** Whether one of two paths may lie in the other, or be it. */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => {
    const at = path.search(/[*?[{]/);
    return at < 0 ? `${path.replace(/\/+$/, '')}/` : path.slice(0, at);
  }) as [string, string];
  return a.startsWith(b) || b.startsWith(a);
}
