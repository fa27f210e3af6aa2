import { isOfSame, type Rewrite } from '../../model/evidence/rewrite.ts';
import { inPlace } from '../../model/text/in-place.ts';
import { plainText } from '../../model/text/plain-text.ts';
import type { Sighted } from '../../model/view.ts';
import type { Sentence } from './sentence.ts';
import { Utterances } from './utterances.ts';

/** What is shorter stands anywhere: a bracket, `end if`. */
const SHORTEST = 8;
const FEWEST = 3;

/** What a call changes in the file that it writes over. */
export interface Change {
  /** Whether a result shows just that file; `picks`: all that its call was about. */
  isIn(source: Sighted, picks: readonly string[] | undefined): boolean;
  /** Whether a sentence of the file, or half of it, stands there afterwards, as far as the call tells. */
  keeps(one: Sentence): boolean;
  /**
   * Whether a file, of which these are the sentences, is written whole, and a value stands in it as before: where it stood, and nowhere
   * else. Not where a word comes or goes that stands in `orders`: to call the spare contact the only one leaves it where it was.
   */
  putsBack(file: readonly Sentence[], value: string, orders: readonly Sentence[]): boolean;
  /** Whether a value stands in it where it stood: what is replaced in it says so itself. */
  leaves(file: readonly Sentence[], value: string): boolean;
  /** Whether a value does not stand where it stood in a file that is written whole; or anything is replaced in it. */
  moves(file: readonly Sentence[], value: string): boolean;
  /** Whether a sentence tells its reader what to do, and nothing around it is changed: it is about the reader, and about no line. */
  isApart(one: Sentence, around: readonly Sentence[]): boolean;
}

/** A file as it was read, and as it is written. */
interface Whole {
  /** Where it begins: another one begins with another sentence. */
  readonly first: Sentence | undefined;
  readonly before: string;
  readonly after: string;
  isLeft(value: string): boolean;
}

const made = new WeakMap<Rewrite, Change>();

/** What a call changes: read once, however many of its values are asked about. */
export function changeOf(rewrite: Rewrite): Change {
  const known = made.get(rewrite);
  if (known !== undefined) return known;
  const change = changeBy(rewrite);
  made.set(rewrite, change);
  return change;
}

/** Nothing is read before somebody asks: most files say nothing to anybody. */
function changeBy(rewrite: Rewrite): Change {
  const { replaced, written } = rewrite;
  let known: readonly string[] | undefined;
  const texts = (): readonly string[] => {
    known ??= (replaced ?? written).map((text) => plainText(text).trim());
    return known;
  };
  // Of a file that is written whole, what is not in it any more is changed; elsewhere what is replaced.
  const keeps = (one: Sentence): boolean => {
    if (replaced !== undefined) return true;
    // A word of it may be what is changed.
    const said = one.text.trim();
    const half = said.length >> 1;
    return texts().some((text) => text.includes(said.slice(0, half)) || text.includes(said.slice(half)));
  };
  // An order that is gone says only that it was followed.
  const isGone = (order: Sentence, around: readonly Sentence[]): boolean =>
    around.some((one) => one !== order && !texts().some((text) => text.includes(one.text.trim())));
  // Sentences end within lines, as at the colon of `width: 4`.
  const isReplaced = (around: readonly Sentence[]): boolean => {
    const parts = around.map(({ text }) => lettersOf(text));
    const all = parts.join('');
    return texts()
      .map(lettersOf)
      .some(
        (text) =>
          (text.length >= FEWEST && all.includes(text)) ||
          parts.some((part) => part.length >= SHORTEST && text.includes(part)),
      );
  };
  let whole: Whole | undefined;
  const wholeOf = (file: readonly Sentence[]): Whole => {
    const [first] = file;
    if (whole === undefined || whole.first !== first) {
      const before = joined(file);
      const all = texts().map((text) => joined(new Utterances(text).all));
      const places = all.map((after) => inPlace(before, after));
      whole = { first, before, after: all.join('\n'), isLeft: (value) => places.every((isLeft) => isLeft(value)) };
    }
    return whole;
  };
  return {
    isIn: (source, picks) => isOfSame(source, picks, rewrite),
    keeps,
    putsBack: (file, value, orders) => {
      if (replaced !== undefined || written.length !== 1) return false;
      const { before, after } = wholeOf(file);
      if (differing(before, after, value.length - 1).some((one) => one.includes(value))) return false;
      return !hasWordOf(orders, differing(before, after, LONGEST_WORD));
    },
    leaves: (file, value) => replaced !== undefined || wholeOf(file).isLeft(value),
    moves: (file, value) => replaced !== undefined || !wholeOf(file).isLeft(value),
    isApart: (order, around) =>
      order.tellsYou && !(replaced === undefined ? isGone(order, around) : isReplaced(around)),
  };
}

/** As sentences are cut, what stands between them is lost; what is compared is cut alike, and long ones overlap. */
function joined(parts: readonly { readonly text: string }[]): string {
  let all = '';
  for (const { text } of parts) {
    const part = text.trim().replace(STOP, '');
    const again =
      part.length < OVERLAP ? -1 : all.indexOf(part.slice(0, OVERLAP), Math.max(0, all.length - LONGEST_OVERLAP));
    all = again < 0 ? `${all}\n${part}` : all.slice(0, again) + part;
  }
  return all;
}
/** The last one has kept what ends it, unless a line ends behind that. */
const STOP = /[.!?;:。]$/;
/** How much of a piece must stand at the end of the piece before it, and how far from that end at most. */
const OVERLAP = 60;
const LONGEST_OVERLAP = 400;

/** What differs between what both texts begin and what both end with, of each, and so many letters around it. */
function differing(before: string, after: string, around: number): readonly [string, string] {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  let end = 0;
  while (end < most - same && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end++;
  const part = (text: string): string => text.slice(Math.max(0, same - around), text.length - end + around);
  return [part(before), part(after)];
}

/** Whether a change takes away or puts any word of some sentences: it may be what they ask for. */
function hasWordOf(orders: readonly Sentence[], [before, after]: readonly [string, string]): boolean {
  const said = new Set(orders.flatMap(({ text }) => text.match(WORD) ?? []));
  const [cut, put] = [new Set(before.match(WORD)), new Set(after.match(WORD))];
  return [...said].some((word) => cut.has(word) !== put.has(word));
}
const WORD = /[\p{L}\p{N}]{3,}/gu;
/** Of a word that is changed, as much may be the same. */
const LONGEST_WORD = 20;

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
