import { MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from '../detectors/detector.ts';
import { sentencesOf } from './sentences.ts';

/** One way of saying something: what a sentence must contain, what it must not, and what a person is told about it. */
export interface Phrase {
  readonly says: RegExp;
  /** A quick first test: a sentence that fails it is not examined further. */
  readonly needs?: RegExp;
  /** If the surroundings match this too, the phrase means something else. */
  readonly unless?: RegExp;
  readonly severity: Spotted['severity'];
  readonly message: string;
}

/**
 * How far around a phrase, in UTF-16 units, other words can change its meaning: advice elsewhere does not take an order
 * back.
 */
const BEFORE = 60;
const AFTER = 40;

/** A phrase that is quoted or given as an example is only mentioned: that is no more than a note. */
function isMention(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  if (/\b(?:examples?|samples?|e\.g\.)[^.!?\n]{0,20}[:,]\s{0,2}["'“`]?(?:\w{1,12}\s)?$/i.test(before)) return true;
  return /\w[:,]?\s{1,2}["'“‘`]$/.test(before) && /^[.,!]?["'”’`]/.test(text.slice(end, end + 2));
}

/** How many places of a phrase in one sentence are tried, if earlier ones meant something else. */
const TRIES = 4;

/** Where a phrase occurs in a sentence and means what it says; undefined if nowhere. */
function placeOf({ says, needs, unless }: Phrase, sentence: string): readonly [start: number, end: number] | undefined {
  if (needs?.test(sentence) === false) return undefined;
  let from = 0;
  for (let tries = 0; tries < TRIES; tries++) {
    const hit = says.exec(from === 0 ? sentence : sentence.slice(from));
    if (hit === null) return undefined;
    const [start, end] = [from + hit.index, from + hit.index + hit[0].length];
    if (unless?.test(sentence.slice(Math.max(0, start - BEFORE), end + AFTER)) !== true) return [start, end];
    from = end;
  }
  return undefined;
}

/** Maps an offset in the text with single spaces back to the text as written. */
function originalPlace(text: string, place: number): number {
  let flat = 0;
  for (let i = 0; i < text.length; i++) {
    if (flat >= place) return i;
    const isRun = SPACE.test(text.charAt(i)) && i + 1 < text.length && SPACE.test(text.charAt(i + 1));
    if (!isRun) flat++;
  }
  return text.length;
}
const SPACE = /\s/;

/**
 * Finds sentences that match one of the phrases; at most one finding per sentence, for the first phrase that matches:
 * the gravest. `hint` must match every phrase.
 */
export function spotPhrases(text: string, kind: string, hint: RegExp, phrases: readonly Phrase[]): readonly Spotted[] {
  if (text.length < 6 || !hint.test(text)) return NOTHING_SPOTTED;
  let found: Spotted[] | undefined;
  for (const sentence of sentencesOf(text)) {
    // A description says the same however it is wrapped and indented.
    const flat = sentence.text.replace(/\s+/g, ' ');
    if (!hint.test(flat)) continue;
    for (const phrase of phrases) {
      const place = placeOf(phrase, flat);
      if (place === undefined) continue;
      const start = sentence.start + originalPlace(sentence.text, place[0]);
      const end = sentence.start + originalPlace(sentence.text, place[1]);
      const last = found?.at(-1);
      // Windows of one long sentence overlap, so both see the same phrase.
      if (last !== undefined && last.end >= start) break;
      found ??= [];
      const severity = isMention(text, start, end) ? 'low' : phrase.severity;
      found.push({ kind, severity, start, end, message: phrase.message });
      break;
    }
    if (found !== undefined && found.length >= MOST_SPOTTED) break;
  }
  return found ?? NOTHING_SPOTTED;
}
