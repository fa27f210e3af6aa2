import { base64Runs, decodePercent } from '../model/decode.ts';
import type { Flow } from '../model/evidence.ts';
import { undisguise } from './disguise.ts';
import { hexRuns } from './hex.ts';
import { secretDetectors } from './secrets.ts';

/** A value in a text that may be a secret, as one that wants to know of each of them finds it. */
export interface SecretWord {
  readonly text: string;
  /** Where it stands in the text, in UTF-16 units; of one that is decoded, where what was decoded stands. */
  readonly start: number;
  readonly end: number;
  readonly via: Flow['via'];
}

/** What is shorter is no secret that anybody keeps. */
const SHORTEST = 8;
/** An encoding of so many letters is looked through; a longer one is found by the runs of its own alphabet. */
const LONGEST_ENCODED = 4_096;
const WORD = /\S{8,}/g;
/** What stands between signs that surround a value in prose, in code and in addresses, the wider runs first: a secret may hold some of these. */
const RUNS = [/[^"'`<>,;(){}[\]|\\]{8,}/g, /[^"'`<>,;(){}[\]|\\:=]{8,}/g, /[^"'`<>,;(){}[\]|\\:=?&@/#]{8,}/g];
const BEFORE = new Set('"\'`(<[{');
const AFTER = new Set('"\'`)>]}.,;:!?');

/** Every value in a text that may be a secret: the whole, words, parts of them, what detectors see, and all of these decoded. Linear. */
export function* secretWords(text: string): Generator<SecretWord> {
  if (text.length < SHORTEST) return;
  yield* wordsIn(text);
  const plain = decodePercent(text);
  if (plain !== text) yield* wordsIn(plain, { start: 0, end: text.length });
  for (const run of [...base64Runs(text), ...hexRuns(text)]) yield* wordsIn(run.text, run);
}

/** `from`: what the text was decoded from; undefined where it is the text itself. */
function* wordsIn(text: string, from?: Pick<SecretWord, 'start' | 'end'>): Generator<SecretWord> {
  const placed = (start: number, end: number): Pick<SecretWord, 'start' | 'end'> =>
    from === undefined ? { start, end } : { start: from.start, end: from.end };
  const via = from === undefined ? 'entity' : 'decoded';
  const whole = text.trim();
  const first = text.length - text.trimStart().length;
  yield { text: whole, ...placed(first, first + whole.length), via: from === undefined ? 'exact' : via };
  // Keys of several lines, and values with spaces in them.
  for (const detector of secretDetectors)
    for (const { start, end } of detector.find(text))
      yield { text: text.slice(start, end), ...placed(start, end), via };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    for (const { text: part, at } of partsOf(word)) {
      if (part === whole) continue;
      const place = placed(index + at, index + at + part.length);
      yield { text: part, ...place, via };
      if (from !== undefined || part.length > LONGEST_ENCODED) continue;
      for (const { text: decoded } of undisguise(part))
        for (const said of partsOf(decoded)) yield { text: said.text, ...place, via: 'decoded' };
    }
  }
}

interface Part {
  readonly text: string;
  readonly at: number;
}

/** A word, and what stands in it between signs, with and without those around it; each spot once. */
function* partsOf(word: string): Generator<Part> {
  const told = new Set<string>();
  const isNew = ({ text, at }: Part): boolean =>
    text.length >= SHORTEST && told.size < told.add(`${at} ${text.length}`).size;
  for (const part of [{ text: word, at: 0 }, bareOf(word, 0)]) if (isNew(part)) yield part;
  for (const run of RUNS)
    for (const { 0: text, index } of word.matchAll(run)) {
      const part = bareOf(text, index);
      if (isNew(part)) yield part;
    }
}

/** Without the signs around it. Step by step: a pattern that ends in `+$` is tried anew at each of many signs. */
function bareOf(word: string, at: number): Part {
  let start = 0;
  let end = word.length;
  while (start < end && BEFORE.has(word.charAt(start))) start++;
  while (end > start && AFTER.has(word.charAt(end - 1))) end--;
  return { text: word.slice(start, end), at: at + start };
}
