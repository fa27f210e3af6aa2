import { exactKey } from '../model/entity/key.ts';
import type { Beside, Sighted, Terms } from '../model/view.ts';
import type { Deed } from '../model/words/name-words.ts';
import { askingCalls } from './asking-calls.ts';
import { type Change, changeOf } from './changed.ts';
import { Beginning } from './grams.ts';
import { ALL, endOf, hear, isAnswer, isCalled, isNamed, isSpelled, type Wanted, wantedOf } from './hearing.ts';
import { stands } from './holding.ts';
import { LEAF, Mentions, type Pick } from './mentions.ts';
import { ownedText } from './owned-text.ts';
import { Sentence } from './sentence.ts';
import { inPieces, partsOf, unstopped } from './sentence-parts.ts';

/** How many sentences are kept. Beyond that the oldest are dropped. */
const MOST = 500;
/** How much text waits to be cut into sentences, in UTF-16 units; a text costs a few besides its letters. */
const MOST_WAITING = 262_144;
const TEXT = 64;
/** How many values of one call are searched for. */
const MOST_VALUES = 32;
const MOST_SOURCES = 4;
/** How many sentences before and after one are searched for a value. */
const NEAR = 4;
/** How many sentences after a tool's name hold what is filled in: the lines of a form are two each. */
const FORM = 8;
/** How many sentences the arguments of a call that is spelled out may go on for: `name: value` is two. */
const SPELLED = 2;
/** A shorter value occurs everywhere. */
const SHORTEST = 4;

/** Sentences of a session that may ask for something to be done. */
export class Pleas {
  /** Texts that were not cut into sentences yet: of many short ones, only the last are ever read. */
  #waiting: { readonly text: string; readonly source: Sighted }[] = [];
  #size = 0;
  /** Those before `#first` are forgotten; the rest is moved only now and then. */
  #sentences: Sentence[] = [];
  #first = 0;
  /** The number of sentences before those in the list, and how many of all were searched for what they mention. */
  #before = 0;
  #looked = 0;
  readonly #mentions = new Mentions();
  #forgotten = 0;

  /** How many sentences, and texts of sentences, are no longer fully known. */
  get forgotten(): number {
    this.#cut();
    return this.#forgotten;
  }

  /** The number of leaves in the index of what sentences mention. */
  get leaves(): number {
    return this.#mentions.size;
  }

  /** Takes the sentences of a plain text; if there are more than are kept, the last ones. */
  add(text: string, source: Sighted): void {
    this.#waiting.push({ text, source });
    this.#size += text.length + TEXT;
    if (this.#size > MOST_WAITING) this.#cut();
  }

  /** Cuts what waits into sentences, the latest first: before as many as are kept, no text is looked at. */
  #cut(): void {
    if (this.#waiting.length === 0) return;
    const cut: Sentence[][] = [];
    let from = this.#waiting.length;
    for (let count = 0; from > 0 && count < MOST; count += cut.at(-1)?.length ?? 0) {
      const { text, source } = this.#waiting[--from] as { text: string; source: Sighted };
      cut.push(this.#sentencesOf(text, source));
    }
    this.#forgotten += from;
    this.#waiting = [];
    this.#size = 0;
    for (const sentences of cut.reverse()) this.#sentences.push(...sentences);
    const over = this.#sentences.length - this.#first - MOST;
    if (over <= 0) return;
    this.#first += over;
    this.#forgotten += over;
    this.#mentions.forget(Math.floor((this.#before + this.#first) / LEAF));
    if (this.#first < MOST) return;
    this.#sentences = this.#sentences.slice(this.#first);
    this.#before += this.#first;
    this.#first = 0;
  }

  #sentencesOf(text: string, source: Sighted): Sentence[] {
    const parts = partsOf(text, MOST);
    const said = inPieces(parts.slice(-MOST), MOST);
    if (parts.length > MOST || said.length > MOST) this.#forgotten++;
    said.splice(0, said.length - MOST);
    // A copy shared by all: the whole text must not live as long as its sentences.
    const [only = ''] = said;
    const copy = said.length > 1 ? said.join('') : only === text ? text : ownedText(only);
    let at = 0;
    return said.map(({ length }) => {
      at += length;
      return new Sentence(copy.slice(at - length, at), source);
    });
  }

  /**
   * Where a text asks for what a call would do, latest first: in a sentence, or by the tool's own name followed by values of
   * the call, as in a form that is filled in. `given` tells with what a result was requested.
   */
  asking(deed: Deed, values: readonly string[], terms: Terms = {}, given: Given = NOTHING): Sighted[] {
    const { among, isDestructive = false, isActing: isTelling = false, members = [], apart, shown, rewrite } = terms;
    // A program's hint says what may be made next of what was made, and pleads for nothing.
    const picked = (isDestructive || !isMaking(deed) ? undefined : terms.picked)?.map(
      (value) => [unstopped(value), exactKey(value)] as const,
    );
    const plain = plainly(values, 2);
    const sought = withEnds(plain);
    // Most calls are asked for nowhere, and need neither.
    let byUser: Wanted | undefined;
    let byAnybody: Wanted | undefined;
    const how = { isThingLetBe: !isDestructive && isAnswer(deed), isTelling, members };
    const found: Sighted[] = [];
    const change = rewrite && changeOf(rewrite);
    const isReadFrom = ({ call }: Sighted): boolean => given.of(call).some((one) => values.includes(one));
    for (const i of this.#latest((mentions) => mentions.asking(deed, sought, terms, this.#textOf))) {
      const sentence = this.#sentences[i] as Sentence;
      const { source } = sentence;
      if (apart?.has(source.call)) continue;
      if (change && this.#isOwnText(i, change, given) && !change.isApart(sentence, this.#near(i, -NEAR, NEAR)))
        continue;
      const isUsers = source.shape === 'field';
      // With enough sources, only what the user says could be more.
      if (!isUsers && found.length >= MOST_SOURCES) continue;
      // What is destroyed may be named beside the order, or be the very thing that the text was read from.
      const isMeant = (): boolean =>
        ((isDestructive || sentence.addresses) && this.#given(i, -1, 1, plain) > 0) ||
        (isTelling && isReadFrom(source) && (sentence.addresses || this.#isAddressed(i))) ||
        (isDestructive &&
          ((shown?.has(source.call) === true && ALL.test(sentence.text)) ||
            isReadFrom(source) ||
            values.some((value) => isCalled(value, sentence, deed))));
      if (isUsers) byUser ??= wantedOf(deed, plain, undefined, { members });
      else byAnybody ??= wantedOf(deed, plain, among && plainly(among, 3), how);
      const wanted = (isUsers ? byUser : byAnybody) as Wanted;
      const heard = hear(sentence, wanted, () => this.#near(i, -2, -1), isMeant);
      const isAsking = heard === 'asking' || (heard === 'how-to' && this.#given(i, -NEAR, NEAR, plain) > 0);
      if (!isAsking && !this.#isForm(i, deed, plain)) continue;
      // What the user asks for needs no other reason.
      if (isUsers) return [source];
      const isOwn = ([value, key]: readonly [string, string | undefined]): boolean =>
        key !== undefined && given.madeAs(source.call, key) && stands(sentence.text, value);
      if (picked?.some(isOwn) && !sentence.pleads && !sentence.rules && !this.#isAddressed(i)) continue;
      found.push(source);
    }
    return found;
  }

  /** Whether a sentence has the tool's own name, with values of the call behind it, or spells out the call with one of them. */
  #isForm(index: number, deed: Deed, values: readonly string[]): boolean {
    const sentence = this.#sentences[index] as Sentence;
    if (!isNamed(sentence, deed)) return false;
    return (
      this.#given(index, 0, FORM, values) > 1 ||
      (isSpelled(sentence, deed) && this.#given(index, 0, SPELLED, values) > 0)
    );
  }

  /**
   * The latest sentence that holds a value as a word of its own and asks for something to be done or, unless `isHere`, has
   * one beside it that does. None if the user's own words hold the value.
   */
  askingWith(
    value: string,
    { isHere = false, isNoted = false, rewrite }: Beside = {},
    given: Given = NOTHING,
  ): Sighted | undefined {
    const plain = unstopped(value);
    if (plain.length < SHORTEST) return undefined;
    const beginning = new Beginning(plain);
    const change = rewrite && changeOf(rewrite);
    let found: Sighted | undefined;
    for (const i of this.#latest((mentions) => mentions.holding(beginning))) {
      const sentence = this.#sentences[i] as Sentence;
      if (!stands(sentence.text, plain)) continue;
      if (sentence.source.shape === 'field') return undefined;
      if (found !== undefined) continue;
      // `Call us at …, please`: a bare plea is about what is next to it.
      const asks = (one: Sentence): boolean =>
        one.asks &&
        !(isNoted && (one.reaches || (one !== sentence && !one.tells))) &&
        !(one !== sentence && one.isSmallPrint);
      // An order that stood beside the value, and is gone, was not left there: it was followed.
      const isGone = (one: Sentence): boolean => asks(one) && change?.keeps(one) === false;
      if (change && this.#isOwnText(i, change, given) && !this.#near(i, -1, 1).some(isGone)) continue;
      const isAsked = asks(sentence) || (isHere ? this.#isAddressed(i) : this.#near(i, -1, 1).some(asks));
      if (isAsked) found = sentence.source;
    }
    return found;
  }

  /**
   * The texts that hold a value, in just these letters, of results that ask for nothing: who is to be paid may be said far from
   * where it is asked for. None where a result asks for an act; nor if the user's own words hold the value, which need no other.
   */
  stating(value: string, deed: Deed): Sighted[] {
    const plain = unstopped(value);
    if (plain.length < SHORTEST) return [];
    const beginning = new Beginning(plain);
    const found = new Set<Sighted>();
    for (const i of this.#latest((mentions) => mentions.holding(beginning))) {
      const { text, source } = this.#sentences[i] as Sentence;
      if (!stands(text, plain)) continue;
      if (source.shape === 'field') return [];
      found.add(source);
    }
    const asking = found.size === 0 ? undefined : askingCalls(this.#sentences.slice(this.#first), deed);
    return asking === undefined ? [] : [...found].filter(({ call }) => !asking.has(call));
  }

  /** Whether a sentence stands in what a call writes over, and neither it nor what is just before it turns to anybody. */
  #isOwnText(index: number, change: Change, given: Given): boolean {
    const { source } = this.#sentences[index] as Sentence;
    return change.isIn(source, given.picksOf(source.call)) && !this.#near(index, -2, 0).some(({ turns }) => turns);
  }

  /** Whether one of the parts just before names the reader: `assistant: ...`. */
  #isAddressed(index: number): boolean {
    return this.#near(index, -2, -1).some(({ addresses }) => addresses);
  }

  /** How many values of the call occur in the sentences around one, in the same text. */
  #given(index: number, from: number, to: number, values: readonly string[]): number {
    const near = this.#near(index, from, to);
    return values.filter((value) => value.length > 2 && near.some(({ text }) => stands(text, value))).length;
  }

  /** The sentences around one, in the same text. */
  #near(index: number, from: number, to: number): Sentence[] {
    const { source } = this.#sentences[index] as Sentence;
    const near: Sentence[] = [];
    for (let i = Math.max(this.#first, index + from); i <= index + to && i < this.#sentences.length; i++) {
      const sentence = this.#sentences[i] as Sentence;
      if (sentence.source === source) near.push(sentence);
    }
    return near;
  }

  /** The places of sentences, latest first, that are worth reading. */
  *#latest(ask: (mentions: Mentions) => Pick): Generator<number> {
    this.#look();
    const pick = ask(this.#mentions);
    const oldest = this.#before + this.#first;
    for (let leaf = Math.floor((this.#looked - 1) / LEAF); leaf >= Math.floor(oldest / LEAF); leaf--) {
      for (let may = pick(leaf); may !== 0; ) {
        const last = 31 - Math.clz32(may);
        may &= ~(1 << last);
        const i = leaf * LEAF + last - this.#before;
        if (i < this.#first) break;
        yield i;
      }
    }
  }

  /** The text of a sentence, by its number; none where it is forgotten. */
  readonly #textOf = (number: number): string => this.#sentences[number - this.#before]?.text ?? '';

  /** Indexes what has come since somebody asked last. */
  #look(): void {
    this.#cut();
    this.#looked = Math.max(this.#looked, this.#before + this.#first);
    for (; this.#looked < this.#before + this.#sentences.length; this.#looked++)
      this.#mentions.take(this.#looked, this.#textOf(this.#looked));
  }
}

/** Whether all that is done is to make something: what is merged, approved or passed on is there for others already. */
const isMaking = ({ acts }: Deed): boolean => acts.size === 1 && acts.has('add');

/** What calls were made with: their short values, and the words under which they made something. */
interface Given {
  of(call: string): readonly string[];
  picksOf(call: string): readonly string[] | undefined;
  madeAs(call: string, key: string): boolean;
}
const NOTHING: Given = { of: () => [], picksOf: () => undefined, madeAs: () => false };

function plainly(values: readonly string[], shortest: number): string[] {
  const plain: string[] = [];
  for (let i = 0; i < values.length && i < MOST_VALUES; i++) {
    const value = unstopped(values[i] as string);
    if (value.length >= shortest) plain.push(value);
  }
  return plain;
}

/** Values, and the ends by which people call them. */
function withEnds(values: readonly string[]): readonly string[] {
  let all = values;
  for (let i = 0; i < values.length; i++) {
    const end = endOf(values[i] as string);
    if (end !== undefined) all = [...all, end];
  }
  return all;
}
