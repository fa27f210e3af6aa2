import { exactKey } from '../../model/entity/key.ts';
import { areOfOne, recordAt } from '../../model/result/record.ts';
import type { Beside, Sighted, Terms } from '../../model/view.ts';
import { isAnswer } from '../../model/words/answer-words.ts';
import { isBareOrder } from '../../model/words/bare-order.ts';
import { actBits, actsOf } from '../../model/words/deed-words.ts';
import type { Deed } from '../../model/words/name-words.ts';
import { smallPrintIn } from '../../model/words/small-print.ts';
import { unstopped } from '../reading/sentence-parts.ts';
import { stands } from '../texts/holding.ts';
import { askingCalls } from './asking-calls.ts';
import { type Change, changeOf } from './changed.ts';
import { ALL, hear, isCalled, isNamed, isSpelled, type Wanted, wantedOf } from './hearing.ts';
import { isMovedAsAsked } from './moved.ts';
import { Sentence } from './sentence.ts';
import { Sentences } from './sentences.ts';
import { beforeSmallPrint, besideSmallPrint } from './small-print.ts';
import { plainly, withEnds } from './spelled-values.ts';
import { isUsers, userSaid } from './user-words.ts';
import { MOST_SENTENCES, type Utterances } from './utterances.ts';

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
  readonly #sentences = new Sentences();

  /** How many sentences, and texts of sentences, are no longer fully known. */
  get forgotten(): number {
    return this.#sentences.forgotten;
  }

  /** Takes the sentences of a plain text; if there are more than are kept, the last ones. */
  add(text: string, source: Sighted): void {
    this.#sentences.add(text, source);
  }

  /** The same of a text that others may read as well. */
  take(said: Utterances, source: Sighted): void {
    this.#sentences.take(said, source);
  }

  /**
   * Where a text asks for what a call would do, latest first: in a sentence, or by the tool's own name followed by values of
   * the call, as in a form that is filled in. Where the user asks for it, only what else it is to be done to or with is left for
   * a text to ask for. `given` tells with what a result was requested.
   */
  asking(deed: Deed, values: readonly string[], terms: Terms = {}, given: Given = NOTHING): Sighted[] {
    const found = this.#asking(deed, values, terms, given);
    if (found[0]?.shape !== 'field') return found;
    const { picked = [], beside = [] } = terms;
    // Who names whom or what it is for leaves nothing to a text but how much, to whom it is shown, and what is brought there.
    const isMeant =
      terms.apart === undefined && picked.length > 0 && picked.every((value) => isUsers(this.#sentences, value));
    const open = terms.apart === undefined ? values : (terms.among ?? values);
    const among = (isMeant ? beside : open).filter((value) => !isUsers(this.#sentences, value));
    if (isMeant && among.length === 0) return found;
    const others = this.#asking(deed, values, { ...terms, among }, given, false);
    return others.length === 0 ? found : others;
  }

  /** See `user-words.ts`. */
  userSaid(value: string): Sighted | undefined {
    return userSaid(this.#sentences, value);
  }

  #asking(deed: Deed, values: readonly string[], terms: Terms, given: Given, fromUser = true): Sighted[] {
    const { among, isDestructive = false, isActing = false, members = [], figures = [], apart, shown, rewrite } = terms;
    // A program's hint says what may be made next of what was made, and pleads for nothing.
    const names = [...(terms.picked ?? []), ...values.filter((value) => PLAIN.test(value))];
    const made = (isDestructive || !isMaking(deed) ? undefined : names)?.map(
      (value) => [unstopped(value), exactKey(value)] as const,
    );
    const plain = plainly(values, 2);
    const sought = withEnds(plain);
    // `Approve, or tell me why not` in one record gives no value of a call that approves another.
    const things = plain.filter((value) => !isActOf(deed, value));
    const isOfOther = ({ call, at }: Sighted): boolean => {
      const records = shown?.get(call);
      return records !== undefined && [...records].every((record) => !areOfOne(record, recordAt(at)));
    };
    // Most calls are asked for nowhere, and need none of these.
    let byOther: Wanted | undefined;
    let byUser: Wanted | undefined;
    let byAnybody: Wanted | undefined;
    const how = { isThingLetBe: !isDestructive && isAnswer(deed), isActing, members, figures };
    const found: Sighted[] = [];
    const change = rewrite && changeOf(rewrite);
    const isReadFrom = ({ call }: Sighted): boolean => given.of(call).some((one) => values.includes(one));
    for (const i of this.#sentences.mayAsk(deed, sought, terms)) {
      const sentence = this.#sentences.at(i);
      const { source } = sentence;
      if (apart?.has(source.call)) continue;
      const isOwnText = change !== undefined && this.#isOwnText(i, change, given);
      if (isOwnText && !change.isApart(sentence, this.#sentences.near(i, -NEAR, NEAR))) continue;
      // `Update the list when you change this file` is about another.
      const isUsers = source.shape === 'field';
      const said = (isOwnText ? sentence.bare : isUsers ? sentence : this.#forCall(i, deed)).settingOnly(plain);
      // Whoever asks how a thing is has not asked for anything to be done to it.
      if (isUsers && (!fromUser || sentence.inquires)) continue;
      // With enough sources, only what the user says could be more.
      if (!isUsers && found.length >= MOST_SOURCES) continue;
      const isApart =
        !isUsers && isOfOther(source) && isBareOrder(said.text) && this.#given(i, -NEAR, NEAR, things) === 0;
      const told = isApart ? things : plain;
      // What is destroyed may be named beside the order, or be the very thing that the text was read from.
      const isMeant = (): boolean =>
        ((isDestructive || sentence.addresses) && this.#given(i, -1, 1, told) > 0) ||
        (isActing && isReadFrom(source) && (sentence.addresses || this.#isAddressed(i))) ||
        (isDestructive &&
          ((shown?.has(source.call) === true && ALL.test(said.text)) ||
            (isReadFrom(source) && !isOwnText) ||
            values.some((value) => isCalled(value, said, deed))));
      if (isUsers) byUser ??= wantedOf(deed, plain, undefined, { members });
      else if (isApart) byOther ??= wantedOf(deed, things, among && plainly(among, 3), how);
      else byAnybody ??= wantedOf(deed, plain, among && plainly(among, 3), how);
      const wanted = (isUsers ? byUser : isApart ? byOther : byAnybody) as Wanted;
      const heard = hear(said, wanted, () => this.#sentences.near(i, -2, -1), isMeant);
      const isAsking = heard === 'asking' || (heard === 'how-to' && this.#given(i, -NEAR, NEAR, plain) > 0);
      if (!isAsking && !this.#isForm(i, deed, plain)) continue;
      // What the user asks for needs no other reason.
      if (isUsers) return [source];
      const isOwn = ([value, key]: readonly [string, string | undefined]): boolean =>
        key !== undefined && given.madeAs(source.call, key) && stands(sentence.text, value);
      if (made?.some(isOwn) && !sentence.pleads && !sentence.rules && !this.#isAddressed(i)) continue;
      found.push(source);
    }
    return found;
  }

  /** Whether a sentence has the tool's own name, with values of the call behind it, or spells out the call with one of them. */
  #isForm(index: number, deed: Deed, values: readonly string[]): boolean {
    const sentence = this.#sentences.at(index);
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
    { isHere = false, isNoted = false, rewrite, isMoved = false }: Beside = {},
    given: Given = NOTHING,
  ): Sighted | undefined {
    const plain = unstopped(value);
    if (plain.length < SHORTEST) return undefined;
    const change = rewrite && changeOf(rewrite);
    let found: Sighted | undefined;
    let isLeft = false;
    for (const i of this.#sentences.mayHold(plain)) {
      const sentence = this.#sentences.at(i);
      if (!stands(sentence.text, plain)) continue;
      if (sentence.source.shape === 'field') return undefined;
      if (found !== undefined) continue;
      if (isMoved) {
        if (change && this.#isIn(i, change, given) && isMovedAsAsked(this.#sentences, i, plain, change))
          found = sentence.source;
        continue;
      }
      // `Call us at …, please`: a bare plea is about what is next to it.
      const asks = (one: Sentence, isHeld = one === sentence): boolean =>
        one.asks && !(isNoted && (one.reaches || !(isHeld || one.tells)));
      // An order that stood beside the value, and is gone, was not left there: it was followed.
      const isGone = (one: Sentence): boolean => asks(one) && change?.keeps(one) === false;
      if (change && this.#isOwnText(i, change, given) && !this.#sentences.near(i, -1, 1).some(isGone)) {
        // What was read last of a file is what stands there.
        isLeft ||= change.leaves(this.#sentences.near(i, -MOST_SENTENCES, MOST_SENTENCES), plain);
        if (isLeft) continue;
      }
      // What is only noted, nothing is done with that small print asks for.
      const own = isNoted ? beforeSmallPrint(this.#sentences, i) : sentence;
      const beside = isNoted ? besideSmallPrint(this.#sentences, i) : this.#sentences.near(i, -1, 1);
      const isAsked =
        asks(own !== undefined && stands(own.text, plain) ? own : sentence, true) ||
        (isHere ? this.#isAddressed(i) : beside.some((one) => asks(one)));
      const isPutBack = (): boolean => change !== undefined && this.#isPutBack(i, plain, change, given);
      if (isAsked && (this.#sentences.near(i, -1, 1).some(isGone) || !isPutBack())) found = sentence.source;
    }
    return found;
  }

  /**
   * The texts that hold a value, in just these letters, of records that ask for nothing: who is to be paid may be said far from
   * where it is asked for, and one message of an inbox asks nothing for another. None where a result asks for an act; nor if the user's own words hold the value, which need no other.
   */
  stating(value: string, deed: Deed): Sighted[] {
    const plain = unstopped(value);
    if (plain.length < SHORTEST) return [];
    const found = new Set<Sighted>();
    for (const i of this.#sentences.mayHold(plain)) {
      const { text, source } = this.#sentences.at(i);
      if (!stands(text, plain)) continue;
      if (source.shape === 'field') return [];
      found.add(source);
    }
    const asking = found.size === 0 ? undefined : askingCalls(this.#sentences.all(), deed);
    if (asking === undefined) return [];
    return [...found].filter(({ call, at }) => {
      const record = recordAt(at);
      return ![...(asking.get(call) ?? [])].some((one) => areOfOne(one, record));
    });
  }

  /**
   * Whether a value, and what asks for something beside it, is put back where it stood, and nowhere else: `please mail security@… if
   * you find a hole` asks whoever reads the file, and writing the file does nothing of it. Who names the reader means us.
   */
  #isPutBack(index: number, value: string, change: Change, given: Given): boolean {
    if (!this.#isIn(index, change, given) || this.#sentences.near(index, -2, 1).some(({ addresses }) => addresses))
      return false;
    const file = this.#sentences.near(index, -MOST_SENTENCES, MOST_SENTENCES);
    const orders = this.#sentences.near(index, -1, 1).filter(({ asks }) => asks);
    return change.putsBack(file, value, orders);
  }

  /** What a sentence may ask for a call: small print at its end only where that names an act of the call. */
  #forCall(index: number, deed: Deed): Sentence {
    const sentence = this.#sentences.at(index);
    const at = smallPrintIn(sentence.text) ?? 0;
    if (at === 0) return sentence;
    const before = new Sentence(sentence.text.slice(0, at), sentence.source);
    return (sentence.said.acts & ~before.said.acts & actBits(deed.acts)) === 0 ? before : sentence;
  }

  /** Whether a sentence stands in what a call writes over, and neither it nor what is just before it turns to anybody. */
  #isOwnText(index: number, change: Change, given: Given): boolean {
    return this.#isIn(index, change, given) && !this.#sentences.near(index, -2, 0).some(({ turns }) => turns);
  }

  #isIn(index: number, change: Change, given: Given): boolean {
    const { source } = this.#sentences.at(index);
    return change.isIn(source, given.picksOf(source.call));
  }

  /** Whether one of the parts just before names the reader: `assistant: ...`. */
  #isAddressed(index: number): boolean {
    return this.#sentences.near(index, -2, -1).some(({ addresses }) => addresses);
  }

  /** How many values of the call occur in the sentences around one, in the same text. */
  #given(index: number, from: number, to: number, values: readonly string[]): number {
    const near = this.#sentences.near(index, from, to);
    return values.filter((value) => value.length > 2 && near.some(({ text }) => stands(text, value))).length;
  }
}

const isActOf = ({ acts }: Deed, value: string): boolean => actsOf(value).some((act) => acts.has(act));

/** One word, which something may have been called as well. */
const PLAIN = /^\p{L}{4,30}$/u;

/** Whether all that is done is to make something: what is merged, approved or passed on is there for others already. */
const isMaking = ({ acts }: Deed): boolean => acts.size === 1 && acts.has('add');

/** What calls were made with: their short values, and the words under which they made something. */
interface Given {
  of(call: string): readonly string[];
  picksOf(call: string): readonly string[] | undefined;
  madeAs(call: string, key: string): boolean;
}
const NOTHING: Given = { of: () => [], picksOf: () => undefined, madeAs: () => false };
