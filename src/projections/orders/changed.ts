import { isOfSame, type Rewrite } from '../../model/rewrite.ts';
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
  /** Whether a file, of which these are the sentences, is written whole, and a value stands in it as before: where it stood, and nowhere else. */
  putsBack(file: readonly Sentence[], value: string): boolean;
  /** Whether a sentence tells its reader what to do, and nothing around it is changed: it is about the reader, and about no line. */
  isApart(one: Sentence, around: readonly Sentence[]): boolean;
}

/** Nothing is read before somebody asks: most files say nothing to anybody. */
export function changeOf(rewrite: Rewrite): Change {
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
  return {
    isIn: (source, picks) => isOfSame(source, picks, rewrite),
    keeps,
    putsBack: (file, value) => {
      const [text, ...more] = replaced === undefined ? texts() : [];
      if (text === undefined || more.length > 0) return false;
      return !differIn(joined(file), joined(new Utterances(text).all), value);
    },
    isApart: (order, around) =>
      order.tellsYou && !(replaced === undefined ? isGone(order, around) : isReplaced(around)),
  };
}

/** As sentences are cut, what stands between them is lost; what is compared is cut alike. */
const joined = (parts: readonly { readonly text: string }[]): string => parts.map(({ text }) => text.trim()).join('\n');

/** Whether either of two texts has any of a value between what both begin and what both end with. */
function differIn(before: string, after: string, value: string): boolean {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  let end = 0;
  while (end < most - same && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end++;
  const reach = value.length - 1;
  return [before, after].some((text) =>
    text.slice(Math.max(0, same - reach), text.length - end + reach).includes(value),
  );
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
