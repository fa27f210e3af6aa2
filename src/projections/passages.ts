import { isPrinted } from '../model/result-field.ts';
import type { Steps } from '../model/steps.ts';
import { decodePercent } from '../model/text/decode.ts';
import { endsOf } from '../model/text/ends.ts';
import { plainText, plainTextInSteps } from '../model/text/plain-text.ts';
import { runsOf, signsOf } from '../model/text/runs.ts';
import type { Sighted } from '../model/view.ts';
import { handlesIn, handlesInSteps, isAnnounced, isAttribute } from './handles.ts';
import { seek } from './holding.ts';
import { withoutPhrases } from './own-phrases.ts';
import { ownedText } from './owned-text.ts';
import { Pleas } from './pleas.ts';
import { respelled } from './respelled.ts';
import { type Text, Texts } from './texts.ts';

/** How much text a session keeps to search in, in UTF-16 units. Beyond that, the oldest goes. */
const MOST = 1_000_000;
/** Shorter runs of letters are words; of longer ones, the beginning is decoded. */
const SHORTEST_RUN = 12;
const LONGEST_RUN = 65_536;
const SIGNS = signsOf(/[A-Za-z0-9+/]/);
/** What addresses are written with; of a longer one, the beginning is read. */
const SEEN = signsOf(/[\w!#$%&*+,./:;=?@~-]/);
const AGAIN = /%(?:25){1,8}(?=[\da-f]{2})/gi;
const SHORTEST_ESCAPED = 4;
const LONGEST_ESCAPED = 2_000;
/** The sign itself may be spelled so, again and again: `%2540`. */
const ESCAPED = /%(?:25){0,8}(?:2[de]|3\d|40|[46][1-9a-f]|[57][0-9a]|5f)/i;
/** A value seen in many places says no more than one seen in four different places. */
const MOST_SOURCES = 4;
/** A longer value is a text of its own, not a value written into another text. */
const LONGEST = 500;

const NONE: readonly string[] = Object.freeze([]);

interface Passage {
  readonly sighted: Sighted;
  /** What its server calls parts of a page there: see `handlesIn`. */
  readonly handles: string;
}

/**
 * What a session has read in texts that nobody vouches for: searched for values that were written into them, in
 * whatever spelling.
 */
export class Passages {
  readonly #texts = new Texts<Passage>();
  readonly #pleas = new Pleas();
  #forgotten = 0;

  /** How many texts, and sentences of texts, are no longer fully known. */
  get forgotten(): number {
    return this.#forgotten + this.#pleas.forgotten;
  }

  /** How many texts can no longer be searched, or not all of them. */
  get unsearchable(): number {
    return this.#forgotten;
  }

  /** Takes the user's own words: what these ask for, no other text counts as asking for. */
  tell(raw: string, source: Omit<Sighted, 'shape'>): void {
    this.#pleas.add(plainText(raw), { ...source, shape: 'field' });
  }

  /**
   * Takes a text. Of a very long one, the beginning and the end are kept and the rest counts as forgotten. `own`: phrases
   * that the session gave to what printed it; said again, they ask for nothing.
   */
  add(raw: string, source: Sighted, own: readonly string[] = NONE): void {
    const read = this.#cut(raw);
    const plain = plainText(read);
    const more = decoded(read);
    const text = kept(plain, more + respelled(plain), read);
    const said = withoutPhrases(read, own);
    this.#keep(text, source, handlesIn(read), said === read ? plain + more : plainText(said) + decoded(said));
  }

  /** The same for a long text, with pauses. */
  *addInSteps(raw: string, source: Sighted): Steps<void> {
    const read = this.#cut(raw);
    const plain = yield* plainTextInSteps(read);
    yield;
    const more = decoded(read);
    yield;
    const again = respelled(plain);
    yield;
    const text = kept(plain, more + again, read);
    yield;
    this.#keep(text, source, yield* handlesInSteps(read), again === '' ? text : plain + more);
  }

  #cut(raw: string): string {
    if (raw.length <= MOST) return raw;
    this.#forgotten++;
    return endsOf(raw, MOST);
  }

  #keep(text: string, source: Sighted, handles: string, said: string): void {
    this.#texts.add(text, { sighted: source, handles });
    for (; this.#texts.size > MOST && this.#texts.count > 1; this.#forgotten++) this.#texts.forget();
    this.#pleas.add(said, source);
  }

  /** Where a value was written into a text, latest first; with `until`, only texts read by that step. */
  find(value: string, until = Number.POSITIVE_INFINITY): Sighted[] {
    if (value.length > LONGEST || !this.#hasRead(until)) return [];
    const wanted = plainText(value).trim();
    if (wanted.length < 2) return [];
    return this.#texts
      .find(seek(wanted), MOST_SOURCES, ({ sighted }) => sighted.step <= until)
      .map((found) => (isHandle(found, wanted) ? { ...found.source.sighted, ...LINKED } : found.source.sighted));
  }

  /** Whether any text read by a step is known: texts are kept in order. */
  #hasRead(until: number): boolean {
    const { oldest } = this.#texts;
    return oldest !== undefined && oldest.source.sighted.step <= until;
  }

  /** What texts ask for: see `Pleas`. */
  get pleas(): Pleas {
    return this.#pleas;
  }
}

/** What is kept of a text that was read. A plain form that differs from it was written anew and is no slice of it. */
const kept = (plain: string, more: string, read: string): string =>
  more === '' && plain !== read ? plain : ownedText(plain + more);

const LINKED = { isLinked: true } as const;

/**
 * Whether its server calls something by a value: only in what a server printed may it speak itself, since what it has as values are
 * other people's words.
 */
const isHandle = ({ text, source: { sighted, handles } }: Text<Passage>, value: string): boolean =>
  isPrinted(sighted.at) && (handles.includes(`\n${value}\n`) || isAttribute(text, value) || isAnnounced(text, value));

/** What runs of base64 and hex in a text decode to, and what addresses spell with percent signs, to be searched as well. */
function decoded(raw: string, depth = MOST_NESTED): string {
  const runs = runsOf(raw, SIGNS, SHORTEST_RUN);
  let out = '';
  for (let i = 0; i < runs.length; i += 2) out += said(raw.slice(runs[i], runs[i + 1]), depth);
  return raw.includes('%') ? out + unescaped(raw) : out;
}

/** Words in which a letter, a digit or a sign within names is spelled with a percent sign: `x%2D9`. */
function unescaped(raw: string): string {
  const runs = runsOf(raw, SEEN, SHORTEST_ESCAPED);
  let out = '';
  for (let i = 0; i < runs.length; i += 2) {
    const word = raw.slice(runs[i], Math.min(runs[i + 1] as number, (runs[i] as number) + LONGEST_ESCAPED));
    if (ESCAPED.test(word)) out += ` ${plainText(decodePercent(word.replace(AGAIN, '%')))} `;
  }
  return out;
}

/**
 * The text that a run decodes to, if any, and what runs in that decode to. Base64 of a text mixes upper and lower case every
 * few characters.
 */
function said(run: string, depth: number): string {
  const isHex = HEX.test(run);
  if (!isHex && !/[a-z][A-Z\d+/]|[A-Z\d+/][a-z]/.test(run.slice(1, 64))) return '';
  const bytes = Buffer.from(run.slice(isHex ? run.length % 2 : 0, LONGEST_RUN), isHex ? 'hex' : 'base64');
  // Most runs are names, addresses and pictures.
  if (bytes.length < SHORTEST_SAID || !mayBeText(bytes)) return '';
  const text = bytes.toString('utf8');
  if (!isSaid(text)) return '';
  return ` ${plainText(text)} ${depth > 1 ? decoded(text, depth - 1) : ''}`;
}
/** How often what was decoded is decoded again. */
const MOST_NESTED = 3;
const SHORTEST_SAID = 6;
const HEX = /^[\da-f]+$/i;
/** The first letters, which tell of most bytes that they are no text. */
const HEAD = 64;
/** Control characters but tabs and line ends, and what is no UTF-8. Of a text, one letter in ten may be such. */
const NO_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/g;
const FEW_BROKEN = 10;

/** By its first bytes, one at a time: each run of letters in a text is asked. */
function mayBeText(bytes: Uint8Array): boolean {
  const most = Math.min(bytes.length, HEAD);
  let broken = 0;
  let last = 0;
  for (let at = 0; at < most; at++) {
    const byte = bytes[at] as number;
    // A letter of several bytes begins with one from 192 on, and goes on with others from 128 on.
    if (byte > 127 && byte < 192 ? last < 128 : last > 191 || byte < 9) broken++;
    last = byte;
  }
  return broken * FEW_BROKEN <= most;
}

const isSaid = (text: string): boolean => (text.match(NO_TEXT)?.length ?? 0) * FEW_BROKEN <= text.length;
