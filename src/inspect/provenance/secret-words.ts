import type { Flow } from '../../model/evidence.ts';
import { base64Runs, decodePercent } from '../../model/text/decode.ts';
import { undisguise } from '../reading/disguise.ts';
import { hexRuns } from '../reading/hex.ts';
import { secretDetectors } from '../secrets.ts';

/** A value in a text that may be a secret. */
export interface SecretWord {
  readonly text: string;
  /** Its place in the text, in UTF-16 units; for a decoded value, the place of what was decoded. */
  readonly start: number;
  readonly end: number;
  readonly via: Flow['via'];
}

/** Nobody keeps a secret that is shorter. */
const SHORTEST = 8;
/** Up to this length a part is decoded as a whole; longer encodings are found by the runs of their alphabet. */
const LONGEST_ENCODED = 4_096;
const WORD = /\S{8,}/g;
/**
 * Runs between the signs that surround a value in prose, in code and in addresses, widest first: a secret may contain
 * some of those signs.
 */
const RUNS = [
  /[^"'`<>,;(){}[\]|\\]{8,}/g,
  /[^"'`<>,;(){}[\]|\\:=]{8,}/g,
  /[^"'`<>,;(){}[\]|\\:=?&@/#]{8,}/g,
  // In an address, a secret may be called like a picture or stand before a host.
  /[^"'`<>,;(){}[\]|\\:=?&@/#.]{8,}/g,
];
const BEFORE = new Set('"\'`(<[{');
const AFTER = new Set('"\'`)>]}.,;:!?');

/**
 * Every value in a text that may be a secret: the whole text, its words, parts of them, what detectors see, and all of
 * these decoded. Takes linear time.
 */
export function* secretWords(text: string): Generator<SecretWord> {
  if (text.length < SHORTEST) return;
  yield* wordsIn(text);
  const plain = decodePercent(text);
  if (plain !== text) yield* wordsIn(plain, { start: 0, end: text.length });
  for (const run of [...base64Runs(text), ...hexRuns(text)]) yield* wordsIn(run.text, run);
}

/** `from`: the place of what the text was decoded from; undefined for the original text. */
function* wordsIn(text: string, from?: Pick<SecretWord, 'start' | 'end'>): Generator<SecretWord> {
  const placed = (start: number, end: number): Pick<SecretWord, 'start' | 'end'> =>
    from === undefined ? { start, end } : { start: from.start, end: from.end };
  const via = from === undefined ? 'entity' : 'decoded';
  const whole = text.trim();
  const first = text.length - text.trimStart().length;
  yield { text: whole, ...placed(first, first + whole.length), via: from === undefined ? 'exact' : via };
  // Detectors find keys of several lines, and values that contain spaces.
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

/** A word and the parts between signs in it, each with and without surrounding punctuation; each span once. */
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

/**
 * Strips surrounding punctuation. Character by character: a pattern that ends in `+$` would be retried at each of many
 * signs.
 */
function bareOf(word: string, at: number): Part {
  let start = 0;
  let end = word.length;
  while (start < end && BEFORE.has(word.charAt(start))) start++;
  while (end > start && AFTER.has(word.charAt(end - 1))) end--;
  return { text: word.slice(start, end), at: at + start };
}
