import { finish, type Steps } from '../../model/steps.ts';
import { eachMatch } from '../../model/text/matches.ts';
import { MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from '../detectors/detector.ts';

/** A credential that a server is given, by the configuration or by a sign-in. */
export interface GivenCredential {
  readonly server: string;
  readonly value: string;
}

/** A credential that was found in a text, and whose it is. */
export interface SpottedGiven extends Spotted {
  readonly servers: readonly string[];
}

interface Owned {
  readonly servers: readonly string[];
  readonly message: string;
}

/** The credentials that servers are given, as they are searched for: letter by letter, all of them at once. */
export class Given {
  readonly #owned = new Map<string, Owned>();
  /** How each may be written, and the value that it stands for. */
  readonly #spelled = new Map<string, string>();
  readonly #form: RegExp | undefined;
  /** The longest first. */
  readonly #spellings: readonly string[];
  readonly #shortest: number;
  readonly #longest: number;

  constructor(credentials: readonly GivenCredential[]) {
    const servers = new Map<string, Set<string>>();
    for (const { server, value } of credentials) {
      if (value === '') continue;
      const known = servers.get(value);
      if (known === undefined) servers.set(value, new Set([server]));
      else known.add(server);
    }
    for (const [value, names] of servers) {
      const all = [...names].sort();
      this.#owned.set(value, { servers: all, message: `Holds a credential that is given to ${all.join(' and ')}.` });
      for (const spelling of spellingsOf(value)) this.#spelled.set(spelling, value);
    }
    // The longest first: one may begin with another.
    const all = [...this.#spelled.keys()].sort((a, b) => b.length - a.length);
    this.#spellings = all;
    this.#longest = all[0]?.length ?? 0;
    this.#shortest = all.at(-1)?.length ?? Number.POSITIVE_INFINITY;
    if (all.length > 0) this.#form = new RegExp(all.map(literally).join('|'), 'g');
  }

  /** Whether a value is what this server is given: it is told nothing new by it. */
  isOf(server: string, value: string): boolean {
    return this.#owned.get(value)?.servers.includes(server) === true;
  }

  find(text: string): readonly SpottedGiven[] {
    if (text.length < this.#shortest) return NONE;
    // Most texts hold none: asked for one after the other, six of them cost a fifth of what one search for any does, and thirty less than half.
    for (const spelling of this.#spellings) if (text.includes(spelling)) return finish(this.#findAny(text));
    return NONE;
  }

  *findInSteps(text: string): Steps<readonly SpottedGiven[]> {
    for (const spelling of this.#spellings) {
      if (text.includes(spelling)) return yield* this.#findAny(text);
      yield;
    }
    return NONE;
  }

  *#findAny(text: string): Steps<readonly SpottedGiven[]> {
    const form = this.#form;
    if (form === undefined) return NONE;
    let found: SpottedGiven[] | undefined;
    const add = ([spelling]: RegExpExecArray, start: number): boolean => {
      const { servers, message } = this.#owned.get(this.#spelled.get(spelling) ?? '') as Owned;
      found ??= [];
      found.push({ kind: 'secret.given', severity: 'high', start, end: start + spelling.length, message, servers });
      return found.length < MOST_SPOTTED;
    };
    yield* eachMatch(text, form, add, this.#longest);
    return found ?? NONE;
  }
}

const NONE = NOTHING_SPOTTED as readonly SpottedGiven[];

/** As it is, in JSON that was printed into a text, and in an address. */
const spellingsOf = (value: string): ReadonlySet<string> =>
  new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(Buffer.from(value).toString())]);

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Nobody is given anything. */
export const NOTHING_GIVEN = new Given([]);
export const nothing = (): Given => NOTHING_GIVEN;
