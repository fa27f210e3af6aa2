import { finish, PIECE, type Steps } from '../../model/steps.ts';
import { MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from '../detectors/detector.ts';
import { Needles, SHORTEST } from './needles.ts';
import { type How, spellingsOf } from './spellings.ts';

/** A credential that a server is given, by the configuration or by a sign-in. */
export interface GivenCredential {
  readonly server: string;
  readonly value: string;
  /** Where a person finds it: `servers.mail.env.KEY`; undefined for what no file says. */
  readonly from?: string;
}

/** A credential that was found in a text, and whose it is. */
export interface SpottedGiven extends Spotted {
  readonly servers: readonly string[];
  /** Where it is configured, as far as it is. */
  readonly from: readonly string[];
}

interface Owned {
  readonly servers: readonly string[];
  readonly from: readonly string[];
  readonly message: string;
  readonly how?: How | undefined;
}

/** A longer text is searched in parts, with a pause after each. */
const PART = PIECE * 8;
/** The signs that stand for bytes: those around a hidden value say where it begins and ends. */
const SIGNS: Partial<Record<How, RegExp>> = {
  base64: /[\w+/=-]/,
  base32: /[A-Za-z2-7=]/,
  'hexadecimal digits': /[\da-f]/i,
};

/** So many signs there are at most around a hidden value that stands alone: those that it shares, and what fills up. */
const ROUND = 8;
const NOBODY: readonly string[] = [];

/** The credentials that servers are given, as they are searched for: letter by letter, all of them at once. */
export class Given {
  /** The servers that are given a value. */
  readonly #servers = new Map<string, readonly string[]>();
  /** How each may be written, and what it stands for. */
  readonly #owned = new Map<string, Owned>();
  readonly #needles: Needles | undefined;

  constructor(credentials: readonly GivenCredential[]) {
    const servers = new Map<string, Set<string>>();
    const places = new Map<string, Set<string>>();
    for (const { server, value, from } of credentials) {
      // What is shorter stands anywhere by chance.
      if (value.length < SHORTEST) continue;
      const known = servers.get(value);
      if (known === undefined) servers.set(value, new Set([server]));
      else known.add(server);
      if (from !== undefined) places.set(value, (places.get(value) ?? new Set()).add(from));
    }
    if (servers.size === 0) return;
    for (const [value, names] of servers) {
      const all = [...names].sort();
      const from = [...(places.get(value) ?? [])].sort();
      this.#servers.set(value, all);
      const whose = `Holds a credential that is given to ${all.join(' and ')}`;
      for (const { text, how } of spellingsOf(value)) {
        // A value that is another's base64 is a value first.
        if (servers.has(text) && (text !== value || how !== undefined)) continue;
        const message = how === undefined ? `${whose}.` : `${whose}, in ${how}.`;
        this.#owned.set(text, { servers: all, from, how, message });
      }
    }
    this.#needles = new Needles(this.#owned.keys());
  }

  /** Whether a value is what this server is given: it is told nothing new by it. */
  isOf(server: string, value: string): boolean {
    return this.#servers.get(value)?.includes(server) === true;
  }

  find(text: string): readonly SpottedGiven[] {
    const needles = this.#needles;
    // Most texts hold none.
    if (needles === undefined || needles.next(text, 0) === undefined) return NONE;
    return finish(this.findInSteps(text));
  }

  *findInSteps(text: string): Steps<readonly SpottedGiven[]> {
    const needles = this.#needles;
    if (needles === undefined) return NONE;
    let found: SpottedGiven[] | undefined;
    let last = 0;
    for (let from = 0; from < text.length; from = Math.max(last, from + PART)) {
      const to = from + PART;
      for (let hit = needles.next(text, from, to); hit !== undefined; hit = needles.next(text, last, to)) {
        const { servers, from: places, message, how } = this.#owned.get(hit.needle) as Owned;
        let [start, end] = [hit.at, hit.at + hit.needle.length];
        const signs = how && SIGNS[how];
        if (signs !== undefined) {
          while (start > last && signs.test(text.charAt(start - 1))) start--;
          while (end < text.length && signs.test(text.charAt(end))) end++;
        }
        last = end;
        found ??= [];
        // What is hidden beside it may be anything, and nobody's own; so may what a half of it was put together with.
        const isAlone = how !== 'part' && end - start <= hit.needle.length + ROUND;
        found.push({
          ...{ kind: 'secret.given', severity: 'high', start, end, message },
          servers: isAlone ? servers : NOBODY,
          from: places,
        });
        if (found.length >= MOST_SPOTTED) return found;
      }
      if (text.length > PART) yield;
    }
    return found ?? NONE;
  }
}

const NONE = NOTHING_SPOTTED as readonly SpottedGiven[];

/** Nobody is given anything. */
export const NOTHING_GIVEN = new Given([]);
export const nothing = (): Given => NOTHING_GIVEN;
