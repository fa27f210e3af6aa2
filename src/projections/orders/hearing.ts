import type { Figure } from '../../model/view.ts';
import { isAnswer } from '../../model/words/answer-words.ts';
import { actBits, actsOf } from '../../model/words/deed-words.ts';
import { type Deed, wordsOf } from '../../model/words/name-words.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import { stands } from '../texts/holding.ts';
import type { Sentence } from './sentence.ts';
import type { Said } from './utterance.ts';

/** What a sentence means for a call: it asks for what the call would do, explains how that is done, or neither. */
export type Heard = 'asking' | 'how-to' | 'nothing';

/** What one sentence is compared with. */
export interface Wanted {
  readonly deed: Deed;
  /** The acts of the deed, as bits. */
  readonly acts: number;
  /** Values of the call, in plain form. */
  readonly values: readonly string[];
  /** A sentence counts only if it holds one of these; undefined if any sentence may count. */
  readonly among: readonly string[] | undefined;
  /** Whether a thing that a sentence names by its number says nothing about the act. */
  readonly isThingLetBe: boolean;
  /** Whether whoever names the reader asks for the call by one of its values, whatever it calls the act. */
  readonly isActing: boolean;
  /** What arguments of the call are called, in plain form, where no other text has such words: `required_reviews`. */
  readonly members: readonly string[];
  readonly figures: readonly Figure[];
}

export const wantedOf = (
  deed: Deed,
  values: readonly string[],
  among?: readonly string[],
  {
    isThingLetBe = false,
    isActing = false,
    members = [],
    figures = [],
  }: Partial<Pick<Wanted, 'isThingLetBe' | 'isActing' | 'members' | 'figures'>> = {},
): Wanted => ({ deed, acts: actBits(deed.acts), values, among, isThingLetBe, isActing, members, figures });

/** What somebody who wants something said calls that. */
const SAYINGS: ReadonlySet<string> = new Set(
  [
    'answer',
    'comment',
    'note',
    'remark',
    'reply',
    'respond',
    'message',
    'line',
    'word',
    'text',
    'link',
    'mention',
    'statement',
    'content',
    'output',
    'approval',
  ].map(wordStem),
);
const ADDING = actBits(['add']);

/** Whether a sentence that says to add something means anything but what such a tool says: `add the column` wants no comment. */
const isOtherAdding = (deed: Deed, acts: number, { acts: said, words }: Said, text: string): boolean =>
  (acts & said) === ADDING && isAnswer(deed) && !some(SAYINGS, words) && !THERE.test(text);
/** Where what a tool says about a thing is read. */
const THERE =
  /\bbelow\b|\bto (?:this |the |that |our )?(?:issue|ticket|thread|discussion|conversation|pull request|pr|mr)\b/;

/** A shorter value occurs everywhere. */
const SHORTEST = 4;
/** A longer value is not a name. */
const LONGEST_NAME = 80;
/** This many values of a call in one sentence are no coincidence. */
const SURE = 3;

/**
 * Judges one sentence. It asks if it pleads or begins with the act, and also names the act and its object, gives
 * several of the call's values, or one of each. `before`: what comes just before it, and may make it a plea.
 * `isMeant`: whether the text around it names what is meant.
 */
export function hear(
  sentence: Sentence,
  { deed, acts, values, among, isThingLetBe, isActing, members, figures }: Wanted,
  before: () => readonly Sentence[],
  isMeant: () => boolean,
): Heard {
  const { text } = sentence;
  // Before anything is read: this is cheap. Who speaks to an assistant need not say of what: it has just read it.
  const isHailed = isActing && (sentence.hails || before().some(({ hails }) => hails));
  if (!isHailed && among?.some((value) => isMeantBy(text, value, deed)) === false) return 'nothing';
  const { said } = sentence;
  if (said.count < 2) return 'nothing';
  if (isOtherAdding(deed, acts, said, text) && !sentence.addresses && !isHailed) return 'nothing';
  const isAct = (acts & said.acts) !== 0;
  const isVerb = deed.verb !== undefined && said.orders.has(deed.verb);
  const isOrder = isVerb || (deed.acts.size > 0 ? (acts & said.ordered) !== 0 : some(verbsOf(deed), said.orders));
  // Who turns to some reader means no part of a page that stands below by chance.
  const turnsTo = ELEMENT.test(text) ? ({ hails }: Sentence) => hails : ({ addresses }: Sentence) => addresses;
  const isAsking = isOrder || sentence.pleads || before().some(turnsTo);
  if (!isAsking && !said.isOrder && !sentence.charges) return 'nothing';
  let named = 0;
  for (const word of deed.words) if (said.words.has(word)) named++;
  // A known act in other words than the tool's name counts as one of its words.
  if (isAct && (named === 0 || !actIsNamed(deed, said))) named++;
  let given = 0;
  for (const value of values) if (isGiven(text, value) && ++given >= SURE) break;
  // Who fills in an argument by its own name speaks of such a call, whatever they call the act.
  const isFilled = given > 0 && members.some((member) => stands(text, member));
  // With this many of the call's values in it, the sentence means this call as well.
  if (isFilled || (!isAsking && given >= SURE)) return 'asking';
  if (!isAsking) return given >= 2 && sentence.charges ? 'asking' : 'nothing';
  // Nor does who says to an assistant what the amount is need to say what is done with it.
  if (figures.some((figure) => isSet(text, figure)) && (isHailed || before().some(({ addresses }) => addresses)))
    return 'asking';
  if (given >= 2 || (isAct && isMeant())) return 'asking';
  if (isHailed && values.some((value) => value.length >= SHORTEST && isGiven(text, value))) return 'asking';
  // `Ticket 7: please unlock my account` asks nobody to answer ticket 7.
  if (
    named >= 1 &&
    given >= 1 &&
    !(isThingLetBe && named === 1 && !isAct && acts !== 0 && !sentence.addresses && isThing(text, values, deed))
  )
    return 'asking';
  // Naming things means nothing if the act on them is not named.
  if (named < 2 || !(isAct || deed.acts.size === 0)) return 'nothing';
  return sentence.pleads || !isOfAny(deed, said) ? 'asking' : 'how-to';
}

/** A part of a page in an outline, and nothing else: `textbox "description" [ref=e60]`. */
const ELEMENT = /^[\s"'-]{0,4}[a-z]{1,30} "[^"\n]{0,200}"(?: \[[^\]\s]{1,60}\]){1,8}:?\s{0,4}$/;

/** Whether a text says what an amount is: `the amount is 1000`, `the amount was mistyped, it is 1000`, and not `the amount on my bill is 1000`, as whoever tells of one does. */
function isSet(text: string, [name, figure]: Figure): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const after = SETS.exec(text.slice(at + name.length, at + name.length + SOON));
    if (after === null) continue;
    const said = text.slice(at, at + name.length + SOON);
    if (spellingsOf(figure).some((one) => stands(said, one))) return true;
  }
  return false;
}
/** How soon a figure comes behind its name. */
const SOON = 60;
const SETS =
  /^(?:[^\d.!?]{0,40}? (?:it is|is now|(?:should|must|has to) be|changed to)|\s?(?:(?:is|to|should|must|be|now|=|:|ist|auf|est|es)\s?){1,4})\s?[^\p{L}\s]{0,3}\d/u;

/** Whether a text gives a value that picks something out; of few digits only where it says of what: `request 73`, `#44`. */
function isMeantBy(text: string, value: string, { words }: Deed): boolean {
  if (!FEW_DIGITS.test(value)) return isGiven(text, value);
  for (const { 1: before = '' } of text.matchAll(
    new RegExp(`([\\p{L}#]{1,30})[.:\\s]{0,3}${value}(?![\\d.,]?\\d)`, 'gu'),
  ))
    if (before.endsWith('#') || NUMBERING.test(before) || words.has(wordStem(before))) return true;
  return false;
}
const FEW_DIGITS = /^\d\d$/;
const NUMBERING = /^(?:id|no|nr|number)$/;

/** Whether a text gives a value, or the end by which people call it: `0193` for `7a1c-0193`. */
const isGiven = (text: string, value: string): boolean => {
  if (stands(text, value)) return true;
  const end = endOf(value);
  return end !== undefined && stands(text, end);
};

/** The last part of a number in parts, where it has digits enough to tell one from another. */
export const endOf = (value: string): string | undefined => ENDED.exec(value)?.[1];
const ENDED = /^[a-z\d][a-z\d_/-]{0,60}[-_/](?=[a-z]*\d[a-z]*\d[a-z]*\d)([a-z\d]{4,16})$/;

/** A value, and how people write it where it is an amount: `99.90` for `99.9`, as JSON has it. */
export const spellingsOf = (value: string): readonly string[] => (CENTS.test(value) ? [value, `${value}0`] : [value]);
const CENTS = /^\d{1,12}\.\d$/;

/** Whether a value is only the number of a thing that the tool is named after: `ticket 7`, `ticket no. 7`. */
const isThing = (text: string, values: readonly string[], { words }: Deed): boolean =>
  values.every((value) => {
    const at = text.indexOf(value);
    const before = at < 0 ? undefined : THING.exec(text.slice(Math.max(0, at - 40), at))?.[1];
    return at < 0 || (before !== undefined && words.has(wordStem(before)));
  });
const THING = /(\p{L}{1,30})\s?(?:#|no\.?|nr\.?|id)?\s?$/u;

/**
 * Whether any thing of the kind would do. Documentation says to create `a branch`; somebody who wants something done
 * says which one, or all of them.
 */
function isOfAny({ words }: Deed, said: Said): boolean {
  let things = 0;
  for (const word of words) {
    if (said.anys.has(word)) things++;
    else if (said.words.has(word) && !said.orders.has(word) && actsOf(word).length === 0) return false;
  }
  return things > 0;
}

/** Whether a sentence contains the tool's own name. */
export const isNamed = ({ text }: Sentence, { names }: Deed): boolean => names.some((name) => stands(text, name));

/** Whether a sentence spells out a call of the tool: `close_ticket(…)`, `close_ticket id=7`, `call close_ticket`. */
export const isSpelled = ({ text }: Sentence, { names }: Deed): boolean =>
  names.some(
    (name) =>
      !name.includes(' ') &&
      stands(text, name) &&
      (CALLS.some((sign) => text.includes(name + sign)) ||
        FILLED.test(text.slice(text.indexOf(name) + name.length)) ||
        CALLED.test(text.slice(0, text.indexOf(name)))),
  );
const CALLS = ['(', ' (', '{', ' {'];
/** `call close_ticket`, `/close_ticket` */
const CALLED =
  /(?:(?:^|[^\p{L}])(?:call|use|run|invoke|execute|trigger)(?: the)?(?: tool| function)? |(?:^| )\/)[`'"]?$/u;
const FILLED = /^\s[a-z_][\w-]{0,60}=/;

/** Whether one of the words found is the act itself. */
function actIsNamed({ words }: Deed, said: Said): boolean {
  for (const word of words) if (said.words.has(word) && actsOf(word).length > 0) return true;
  return false;
}

function some(wanted: ReadonlySet<string>, there: ReadonlySet<string>): boolean {
  for (const one of wanted) if (there.has(one)) return true;
  return false;
}

/** The words of a tool's name that may be its verb if none is a known act: all but the last, which is the object. */
const verbsOf = ({ words }: Deed): ReadonlySet<string> => (words.size < 2 ? words : new Set([...words].slice(0, -1)));

/** Whether a sentence refers to a thing by the words of its name: `the side door` for `lock.side_door`. */
export function isCalled(value: string, { said }: Sentence, { words: known }: Deed): boolean {
  if (value.length > LONGEST_NAME || /\s/.test(value)) return false;
  const words = wordsOf(value)
    .map(wordStem)
    .filter((word) => !known.has(word));
  return words.length > 1 && words.every((word) => said.words.has(word));
}

/** Words for several things at once: a text that says `all of these` means the things that the same text shows. */
export const ALL =
  /(?<!\p{L})(?:all|every|each|these|those|them|ids|(?:this|the) list|rest|others|alles?|sämtliche|diese|tou(?:te)?s|ces|tod[oa]s|est[oa]s|tutt[ie])(?!\p{L})/u;
