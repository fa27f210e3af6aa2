import { plainText } from '../model/plain-text.ts';
import type { Sighted } from '../model/view.ts';
import { wordStem } from '../model/word-stem.ts';
import { stands } from './holding.ts';
import { ownedText } from './owned-text.ts';

/** Sentences kept. Beyond it the oldest go. */
const MOST = 500;
/** Of a longer one the beginning is read. */
const LONGEST = 600;
const MOST_WORDS = 60;
/** Values of one call that are looked for. */
const MOST_VALUES = 32;
const MOST_SOURCES = 4;
const END = /[.!?;:]\s|\s-\s|\bthen\b|,\s(?=please)/;

/** What asks; a sentence that begins with the verb does as well. */
const PLEA =
  /\b(?:please|kindly|must|should|need to|needs to|have to|make sure|ensure|immediately|right now|urgent|do the following|want you to|todo)\b/;

interface Sentence {
  readonly text: string;
  readonly isPlea: boolean;
  readonly source: Sighted;
  /** Its words as they are compared, in their order; made when they are first asked for. */
  words: readonly string[] | undefined;
}

/** Sentences of a session that may ask for something to be done. */
export class Pleas {
  /** Those before `#first` are forgotten: moving what stays is for now and then. */
  #sentences: Sentence[] = [];
  #first = 0;
  forgotten = 0;

  /** Takes the sentences of a plain text; of more than are kept, the last. */
  add(text: string, source: Sighted): void {
    const parts = text.split(END);
    if (parts.length > MOST) this.forgotten++;
    for (const part of parts.slice(-MOST)) {
      if (part.length < 4) continue;
      const said = part.length > LONGEST ? part.slice(0, LONGEST) : part;
      if (said !== part) this.forgotten++;
      const isPlea = source.shape === 'field' || PLEA.test(said);
      this.#sentences.push({ text: ownedText(said), isPlea, source, words: undefined });
    }
    const over = this.#sentences.length - this.#first - MOST;
    if (over <= 0) return;
    this.#first += over;
    this.forgotten += over;
    if (this.#first < MOST) return;
    this.#sentences = this.#sentences.slice(this.#first);
    this.#first = 0;
  }

  /**
   * Where a text asks for what a call would do, the latest first: a sentence that pleads, or begins with the act, and
   * names the act and its object, or gives several of the call's values, or one of each. `words` say what the tool does.
   */
  asking(words: ReadonlySet<string>, values: readonly string[]): Sighted[] {
    const verbs = verbsOf(words);
    const plain = values
      .slice(0, MOST_VALUES)
      .map((value) => plainText(value).trim())
      .filter((value) => value.length >= 2);
    const found: Sighted[] = [];
    for (let i = this.#sentences.length - 1; i >= this.#first; i--) {
      const sentence = this.#sentences[i] as Sentence;
      if (!isAsking(sentence, words, verbs, plain)) continue;
      // What the user asks for themselves needs no other reason.
      if (sentence.source.shape === 'field') return [sentence.source];
      if (found.length < MOST_SOURCES) found.push(sentence.source);
    }
    return found;
  }
}

function isAsking(
  sentence: Sentence,
  words: ReadonlySet<string>,
  verbs: ReadonlySet<string>,
  values: readonly string[],
): boolean {
  sentence.words ??= wordsIn(sentence.text);
  const { words: said, isPlea, text } = sentence;
  const [first = ''] = said;
  if (said.length < 2 || (!isPlea && !verbs.has(first))) return false;
  let named = 0;
  for (const word of words) if (said.includes(word)) named++;
  if (named >= 2) return true;
  let given = 0;
  for (const value of values) if (stands(text, value) && ++given >= 2) break;
  return given >= 2 || (named >= 1 && given >= 1);
}

/** The words of a tool's name that may be its verb: the thing it does that to comes last. */
const verbsOf = (words: ReadonlySet<string>): ReadonlySet<string> =>
  words.size < 2 ? words : new Set([...words].slice(0, -1));

const wordsIn = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}_@.-]+/gu) ?? []).slice(0, MOST_WORDS).map(wordStem);
