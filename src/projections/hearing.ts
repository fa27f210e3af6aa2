import { actBit, actBits, actsOf, unspacedActs } from '../model/deed-words.ts';
import type { Deed } from '../model/name-words.ts';
import type { Sighted } from '../model/view.ts';
import { wordStem } from '../model/word-stem.ts';
import { stands } from './holding.ts';

const MOST_WORDS = 60;

/** What asks, in the languages that texts are most often written in; a part of a sentence that begins with the verb does as well. */
const PLEA =
  /\b(?:please|pls|kindly|must|should|shall|need to|needs to|have to|has to|needed|necessary|required|make sure|be sure|ensure|remember to|don't forget|immediately|right now|urgent|asap|do the following|want you to|like you to|ask you to|(?:could|can|would|will) you|would be (?:great|nice|good)|todo|to-do|action items?|open points|instructions?|bitte|muss|müssen|sollst|soll|sollte|musst|por favor|debes?|tienes que|hay que|necesita[sr]?|veuillez|merci de|il faut|devez|dois|doit|s'il (?:te|vous) pla[iî]t|per favore|devi|deve|alsjeblieft|alstublieft|gelieve|proszę|пожалуйста|нужно|должен|lütfen|vänligen)(?![\p{L}\p{N}])|[请請]|必须|需要|务必|ください|下さい|주세요/u;
/** After one of these a part of a sentence begins, and an order may. */
const OPENS: ReadonlySet<string> = new Set(
  'and then also first next now to und dann zuerst y luego et puis e poi just simply instead'.split(' '),
);
/** Who reads: what a text says that they do is what it wants them to do. */
const READER = /\b(?:assistants?|agents?|ai|model|bot|llm|chatbot|reader)\b/;

/** A sentence of a plain text, and what it says. */
export interface Sentence {
  readonly text: string;
  readonly source: Sighted;
  /** What it says, as it is compared; made when it is first asked for. */
  said: Said | undefined;
  /** Whether it asks; told when it is first looked at. */
  isPlea: boolean | undefined;
}

interface Said {
  readonly words: ReadonlySet<string>;
  /** Acts that it names, as bits, and those of them that stand where an order begins. */
  readonly acts: number;
  readonly ordered: number;
  /** Words, and acts, that stand where an order begins. */
  readonly orders: ReadonlySet<string>;
  /** Words for things of which any will do: `a branch`. */
  readonly anys: ReadonlySet<string>;
  readonly count: number;
}

/** A sentence that asks for what a call would do, one that tells how it is done, or neither. */
export function hear(
  sentence: Sentence,
  deed: Deed,
  acts: number,
  values: readonly string[],
): 'asking' | 'how-to' | 'nothing' {
  sentence.said ??= read(sentence.text);
  const { said, text, source } = sentence;
  if (said.count < 2) return 'nothing';
  const isAct = (acts & said.acts) !== 0;
  const isOrder = deed.acts.size > 0 ? (acts & said.ordered) !== 0 : some(verbsOf(deed), said.orders);
  sentence.isPlea ??= source.shape === 'field' || PLEA.test(text) || READER.test(text);
  if (!sentence.isPlea && !isOrder) return 'nothing';
  let named = 0;
  for (const word of deed.words) if (said.words.has(word)) named++;
  // An act in other words than the tool's own stands for one of them.
  if (isAct && (named === 0 || !actIsNamed(deed, said))) named++;
  let given = 0;
  for (const value of values) if (stands(text, value) && ++given >= 2) break;
  if (given >= 2 || (named >= 1 && given >= 1)) return 'asking';
  // That things are named says nothing where what is to be done with them is not.
  if (named < 2 || !(isAct || deed.acts.size === 0)) return 'nothing';
  return sentence.isPlea || !isOfAny(deed, said) ? 'asking' : 'how-to';
}

/**
 * Whether any thing of its kind would do: documentation says to create a branch, whoever wants something done says which,
 * or all of them.
 */
function isOfAny({ words }: Deed, said: Said): boolean {
  let things = 0;
  for (const word of words) {
    if (said.anys.has(word)) things++;
    else if (said.words.has(word) && !said.orders.has(word) && actsOf(word).length === 0) return false;
  }
  return things > 0;
}

/** Whether a sentence holds the tool's own name. */
export const isNamed = ({ text }: Sentence, { names }: Deed): boolean => names.some((name) => stands(text, name));

/** Whether one of the words that were found is the act itself. */
function actIsNamed({ words }: Deed, said: Said): boolean {
  for (const word of words) if (said.words.has(word) && actsOf(word).length > 0) return true;
  return false;
}

function some(wanted: ReadonlySet<string>, there: ReadonlySet<string>): boolean {
  for (const one of wanted) if (there.has(one)) return true;
  return false;
}

/** The words of a tool's name that may be its verb where none is a known act: the thing it does that to comes last. */
const verbsOf = ({ words }: Deed): ReadonlySet<string> => (words.size < 2 ? words : new Set([...words].slice(0, -1)));

function read(text: string): Said {
  const words = new Set<string>();
  const unspaced = unspacedActs(text);
  const orders = new Set(unspaced);
  let acts = actBits(unspaced);
  let ordered = acts;
  const anys = new Set<string>();
  let count = 0;
  let opens = true;
  let afterAny = 0;
  for (const word of text.match(BEYOND_ASCII.test(text) ? WORD : ASCII_WORD) ?? []) {
    if (isSign(word)) {
      opens = true;
      afterAny = 0;
      continue;
    }
    if (++count > MOST_WORDS) break;
    const stemmed = wordStem(word);
    words.add(stemmed);
    if (ANY.has(word)) afterAny = REACH;
    else if (afterAny-- > 0) anys.add(stemmed);
    const known = actsOf(word);
    const bits = known.length === 0 ? 0 : actBits(known);
    acts |= bits;
    // `deleted` and `deletes` say what was done; orders stand in the plain form.
    if (opens && !/(?:ed|ing)$/.test(word)) {
      orders.add(stemmed);
      for (const act of known) orders.add(act);
      ordered |= bits | actBit(stemmed);
    }
    opens = OPENS.has(word) || /^\d+\.?$/.test(word);
  }
  return { words, acts, ordered, orders, anys, count };
}

/** After one of these stands what any will do for; so many words after it are about that thing. */
const ANY: ReadonlySet<string> = new Set('a an any another some ein eine einen un une una uno'.split(' '));
const REACH = 3;
/** Whether it is one of the signs that stand between words; only a hyphen begins words too. */
const isSign = (word: string): boolean =>
  SIGNS.includes(word.charAt(0)) && (word.charCodeAt(0) !== 45 || !/[\p{L}\p{N}]/u.test(word));
const SIGNS = ',([•*>]-';
const BEYOND_ASCII = /[^\0-\x7f]/;
/** The same words where letters are a to z: there are many texts, and most are such. */
const ASCII_WORD = /[A-Za-z0-9_@.-]*[A-Za-z0-9][A-Za-z0-9_@.-]*|[,([*>\]-]+/g;
const WORD = /[\p{L}\p{N}_@.-]*[\p{L}\p{N}][\p{L}\p{N}_@.-]*|[,([•*>\]-]+/gu;
