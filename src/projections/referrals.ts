import { type EntityKind, entitiesOf } from '../model/entity.ts';
import type { JsonPointer } from '../model/json.ts';
import { areOfOne, recordAt } from '../model/result-record.ts';
import { plainText } from '../model/text/plain-text.ts';
import type { Field, Referral, Sighted } from '../model/view.ts';
import { actBit, actBits } from '../model/words/deed-words.ts';
import { type Deed, wordsOf } from '../model/words/name-words.ts';
import {
  ALSO_CALLED,
  isPointedTo,
  type Pointing,
  pointingIn,
  sentencesOf,
  textsOf,
} from '../model/words/referral-words.ts';
import { wordStem } from '../model/words/word-stem.ts';
import { Bounded } from './bounded.ts';
import { stands } from './holding.ts';
import type { Pleas } from './pleas.ts';
import { GERMAN, Sentence } from './sentence.ts';
import { partsOf } from './sentence-parts.ts';

/** How many texts of the user, names in each, and results with records that have one of these names are kept. */
const MOST_TEXTS = 50;
const MOST_NAMES = 50;
const MOST_RESULTS = 200;
/** A longer text of the user's is no order, but something to work on. */
const LONGEST = 4_000;
/** A shorter argument stands in any text. */
const SHORTEST = 4;

/** The names of somebody, `Ms Aiko Nakamura`; in a language that writes few other words so, one alone is a name as well. */
const RUN = /(?:\p{Lu}\p{L}{0,3}\. |\p{Lu}[\p{L}'’-]* ){1,5}\p{Lu}[\p{L}'’-]*/gu;
const ALONE = /(?<=[\p{Ll},;] )\p{Lu}[\p{L}'’-]{2,}/gu;
/** The number of something: `O-520`, `3318842`. */
const NUMBER =
  /(?<![\p{L}\p{N}._/-])(?=[\p{L}\p{N}_/-]*\d)(?:(?=[\p{N}_/-]*\p{L})[\p{L}\p{N}_/-]{3,40}|\d{5,20})(?![\p{L}\p{N}_]|[./-][\p{L}\p{N}])/gu;
const NO_NAME =
  /^(?:mr|mrs|ms|dr|prof|frau|herr|january|february|march|april|may|june|july|august|september|october|november|december|\p{L}{2,6}day|wednesday|i|eur|usd|\d+(?:st|nd|rd|th))$/u;
/** What tells one thing from another: not one plain word. */
const IS_TELLING = /[\d_/.-]|\S\s+\S/;

/** The place of an entry of a list that is not its first. */
const LATER = /\/[1-9]\d*\/$/;

const MOST_PARTS = 100;
const NONE: readonly string[] = [];
const USER: Sighted = { call: '', upstream: 'user', tool: '', at: '', shape: 'field', labels: [], step: 0 };

/** A sentence of the user's: who looks into one text and has something else done next sends nobody there for that. */
interface Order {
  readonly plain: string;
  readonly stems: ReadonlySet<string>;
  readonly acts: number;
  readonly pointing: Pointing;
}

/** What the user said once. */
interface Words {
  readonly plain: string;
  readonly orders: readonly Order[];
  /** Words that stand before a name, or are part of one: of such things the user has named the one that is meant. */
  readonly settled: ReadonlySet<string>;
  /** Kinds of values that are in it: whoever gives one takes none from a text. */
  readonly given: ReadonlySet<EntityKind>;
}

/**
 * Where the user's own words send the session for a value: `refund it to the account he gives in his message`. They point to a record
 * that has a name of theirs in it, or to a result that was asked for by their own words, and say what is to be done with which kind
 * of value.
 */
export class Referrals {
  readonly #said: Words[] = [];
  readonly #names = new Set<string>();
  readonly #records = new Bounded<Set<string>>(MOST_RESULTS);
  /** Results with several entries, by their calls. */
  readonly #lists = new Bounded<true>(MOST_RESULTS);
  /** Whether one of these may be forgotten: then nobody knows what else speaks of the same. */
  #isCut = false;

  tell(raw: string): void {
    if (raw.length > LONGEST) return;
    const plain = plainText(raw);
    const settled = new Set<string>();
    for (const run of ownNames(raw)) {
      const words = run.split(' ');
      const last = words.at(-1) ?? '';
      if (this.#names.size < MOST_NAMES) this.#names.add(last);
      else this.#isCut = true;
      const before = plain.slice(0, Math.max(0, plain.indexOf(run))).match(/(\p{L}{2,30})[ #]{1,2}$/u)?.[1];
      for (const word of [...words.slice(0, -1), ...(before === undefined ? [] : [before])])
        settled.add(wordStem(word));
    }
    this.#said.push({
      plain,
      orders: sentencesOf(raw, MOST_PARTS).map(orderIn),
      settled,
      given: new Set(entitiesOf(raw).flatMap(({ kind }) => leadOf(kind) ?? [])),
    });
    if (this.#said.length > MOST_TEXTS) this.#said.shift();
  }

  /** Takes a value, or a text, of a result: its record is pointed to if a name of the user's stands in it. */
  learn(call: string, at: JsonPointer, text: string): void {
    if (this.#said.length === 0) return;
    if (LATER.test(recordAt(at)) && this.#lists.set(call, true)) this.#isCut = true;
    const plain = plainText(text);
    for (const name of this.#names) {
      if (!plain.includes(name) || !stands(plain, name)) continue;
      const known = this.#records.get(call);
      if (known === undefined) this.#isCut = this.#records.set(call, new Set([recordAt(at)])) || this.#isCut;
      else known.add(recordAt(at));
      return;
    }
  }

  /** Whether the user sends the session to just that place for a value, and what stands there leaves no choice. */
  leadTo(
    source: Pick<Sighted, 'call' | 'at' | 'tool'>,
    what: Referral,
    pleas: Pleas,
    uses: { of(call: string): readonly string[] },
    sightings: { fieldsOf(call: string): readonly Field[] },
  ): boolean {
    if (!this.#pointsTo(source, what, uses.of(source.call))) return false;
    const meant = pleas.sentencesAt((one) => this.#isMeant(one, uses.of(one.call)));
    if (meant === undefined || !leaveNoChoice(meant, what)) return false;
    if (what.kind !== undefined && this.#hasOther(what.kind, what.value, sightings)) return false;
    // Whose account it is, another text may only pretend to say: with money, no other may have one at all.
    return what.kind !== 'account' || areOne(pleas.sentencesAt(() => true) ?? [], what.kind);
  }

  /** Whether the user points to a place in a result for such an act, and for a value of that kind where there is one. */
  #pointsTo(
    { call, at, tool }: Pick<Sighted, 'call' | 'at' | 'tool'>,
    { deed, value, called = [], kind, others = [] }: Referral,
    madeWith: readonly string[],
  ): boolean {
    if (this.#isCut) return false;
    const texts = textsOf(wordsOf(tool));
    const form = kind !== undefined ? undefined : formOf(plainText(value).trim(), true);
    return this.#said.some((words) => {
      const orders = words.orders.filter((order) => asksFor(order, deed));
      if (orders.length === 0) return false;
      if ([...others, kind].some((one) => one !== undefined && isGiven(words, one))) return false;
      // Whoever gave a number of that make, or named such a thing, meant that one.
      if (kind === undefined && called.some((word) => words.settled.has(word))) return false;
      if (form !== undefined && words.plain.search(form) >= 0) return false;
      // Of several entries, one must have a name of theirs, and no other may speak of the same.
      const opened = this.#lists.get(call) === true ? NONE : namesIn(words, madeWith);
      if (opened.length === 0 && !(this.#records.get(call)?.size === 1 && this.#isNamed(call, at))) return false;
      // Who names the very document leaves it to that what else belongs to the act, but not whom it reaches.
      const isCalled = opened.length > 0 && kind === undefined;
      return orders.some(({ pointing, plain, stems }) => {
        const isText =
          texts.some((text) => pointing.texts.has(text)) || opened.some((name) => isPointedTo(plain, name));
        return (
          (isText || (pointing.isSaid && kind === undefined)) && (isCalled || called.some((word) => stems.has(word)))
        );
      });
    });
  }

  /** Whether the user points to any place in a result, for whatever act. */
  #isMeant({ call, at }: Pick<Sighted, 'call' | 'at'>, madeWith: readonly string[]): boolean {
    return this.#isNamed(call, at) || this.#said.some((words) => namesIn(words, madeWith).length > 0);
  }

  /** Whether a record with a name of the user's has another value of a kind as a field. */
  #hasOther(kind: EntityKind, value: string, sightings: { fieldsOf(call: string): readonly Field[] }): boolean {
    const [meant] = entitiesOf(value);
    return [...this.#records.keys()].some((call) =>
      sightings
        .fieldsOf(call)
        .some(({ at, key }) => key.startsWith(`${kind}:`) && key !== meant?.key && this.#isNamed(call, at)),
    );
  }

  #isNamed(call: string, at: JsonPointer): boolean {
    const record = recordAt(at);
    return [...(this.#records.get(call) ?? [])].some((one) => areOfOne(one, record));
  }
}

/** What leads somewhere: a site is reached by its address or by its name. The number of a thing, and a path, are of no kind. */
const leadOf = (kind: EntityKind): EntityKind | undefined =>
  kind === 'id' || kind === 'path' ? undefined : kind === 'domain' ? 'url' : kind;

const isGiven = ({ given }: Words, kind: EntityKind): boolean => {
  const lead = leadOf(kind);
  return lead !== undefined && given.has(lead);
};

/** The user's own words by which a result was asked for. */
const namesIn = ({ plain }: Words, madeWith: readonly string[]): readonly string[] =>
  madeWith
    .filter((value) => value.length >= SHORTEST && IS_TELLING.test(value))
    .map(plainText)
    .filter((value) => stands(plain, value));

const asksFor = ({ acts, stems }: Order, deed: Deed): boolean =>
  deed.acts.size > 0
    ? (acts & actBits(deed.acts)) !== 0
    : deed.words.size > 1 && [...deed.words].every((word) => stems.has(word));

/** Acts that are words for reading, or for telling the user, as often: only as an order do they count, or not at all. */
const LOOKING = actBits(['open']);
const TELLING = actBits(['send', 'post']);
/** `tell me`, `send us`: what is ordered there is an answer. */
const TO_ME = /(?<!\p{L})\p{L}{2,12} (?:me|us|mir|uns)(?!\p{L})/gu;

/** What stands before an order, and is none of it: `please pay`, `could you pay`. */
const COURTESY =
  /(?<!\p{L})(?:please|kindly|bitte|(?:can|could|would|will) you(?: please)?|por favor|s'il (?:te|vous) pla[iî]t) /gu;

function orderIn(sentence: string): Order {
  const plain = plainText(sentence);
  const stems = new Set(wordsOf(sentence).map(wordStem));
  return { plain, stems, acts: actsIn(plain), pointing: pointingIn(plain) };
}

/** The acts that the user orders. */
function actsIn(plain: string): number {
  let acts = 0;
  for (const part of partsOf(plain.replace(TO_ME, ' ').replace(COURTESY, ''), MOST_PARTS)) {
    const { said } = new Sentence(part, USER);
    acts |= (said.ordered | (said.isOrder ? said.acts & ~TELLING : 0)) & ~LOOKING;
  }
  for (const [act, form] of Object.entries(ALSO_CALLED)) if (form.test(plain)) acts |= actBit(act);
  return acts;
}

function ownNames(raw: string): string[] {
  const runs = [...raw.matchAll(RUN), ...raw.matchAll(NUMBER)].map(([run]) => run);
  if (!GERMAN.test(raw.toLowerCase())) for (const [one] of raw.matchAll(ALONE)) runs.push(one);
  return runs
    .map((run) =>
      plainText(run)
        .replace(/\.$/, '')
        .replace(/['’]s$/, ''),
    )
    .filter((run) => !NO_NAME.test(run.split(' ').at(-1) ?? ''));
}

/**
 * Whether the texts that the user points to leave no choice: nobody in them speaks to whoever reads, and they have no other value of
 * its kind. Of a value that has no form to be told by, they ask for such an act only once.
 */
function leaveNoChoice(meant: readonly Sentence[], { value, kind, deed }: Referral): boolean {
  if (meant.some((sentence) => sentence.addresses || sentence.tellsYou)) return false;
  if (kind !== undefined) return areOne(meant, kind);
  const form = formOf(plainText(value).trim());
  if (form !== undefined) {
    const values = meant.flatMap(({ text }) => text.match(form) ?? []);
    return new Set(values).size <= 1;
  }
  const acts = actBits(deed.acts);
  return meant.filter(({ said, pleads }) => (acts & (pleads ? said.acts : said.ordered)) !== 0).length <= 1;
}

/** Whether sentences have just one value of a kind. */
function areOne(sentences: readonly Sentence[], kind: EntityKind): boolean {
  const found = sentences.flatMap(({ text }) => entitiesOf(text).filter((one) => one.kind === kind));
  return new Set(found.map(({ key }) => key)).size === 1;
}

/** Numbers of the same make: `o-520` and `o-17`; and `t-9`, unless letters are kept. */
function formOf(value: string, areLettersKept = false): RegExp | undefined {
  if (!/\d/.test(value) || /\s/.test(value)) return undefined;
  const form = value.replace(/\d+|\p{L}+|[^\d\p{L}]/gu, (part) =>
    /\d/.test(part)
      ? '\\d+'
      : /\p{L}/u.test(part)
        ? areLettersKept
          ? part
          : '\\p{L}+'
        : `\\u{${(part.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return new RegExp(`(?<![\\p{L}\\p{N}-])${form}(?![\\p{L}\\p{N}-])`, 'gu');
}
