import { MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detectors/detector.ts';
import { sentencesOf } from './sentences.ts';

/** A way of saying one thing: what must stand in a sentence, what must not, and what a person is told of it. */
export interface Phrase {
  readonly says: RegExp;
  /** What is told apart fastest: a sentence without it is not looked at further. */
  readonly needs?: RegExp;
  /** A sentence that says this as well means something else. */
  readonly unless?: RegExp;
  readonly severity: Spotted['severity'];
  readonly message: string;
}

/** How far around a phrase another one changes its meaning: nobody takes an order back by advice elsewhere. */
const BEFORE = 60;
const AFTER = 40;

/** A phrase in quotes of its own, or given as an example, is spoken of and not spoken: a note, no more. */
function isMention(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  if (/\b(?:examples?|samples?|e\.g\.)[^.!?\n]{0,20}[:,]\s{0,2}["'“`]?(?:\w{1,12}\s)?$/i.test(before)) return true;
  return /\w[:,]?\s{1,2}["'“‘`]$/.test(before) && /^[.,!]?["'”’`]/.test(text.slice(end, end + 2));
}

/** How often a phrase is looked for again in a sentence where its first place meant something else. */
const TRIES = 4;

/** Where a phrase stands in a sentence and means what it says; undefined where nowhere. */
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

/** Where a place of the text with single spaces is in the text as it was written. */
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

/** Sentences that say one of the phrases; at most one finding for each sentence, the gravest. `hint` must be in every phrase. */
export function spotPhrases(text: string, kind: string, hint: RegExp, phrases: readonly Phrase[]): readonly Spotted[] {
  if (text.length < 6 || !hint.test(text)) return NOTHING_SPOTTED;
  let found: Spotted[] | undefined;
  for (const sentence of sentencesOf(text)) {
    // However a description is wrapped and indented, it says the same.
    const flat = sentence.text.replace(/\s+/g, ' ');
    if (!hint.test(flat)) continue;
    for (const phrase of phrases) {
      const place = placeOf(phrase, flat);
      if (place === undefined) continue;
      const start = sentence.start + originalPlace(sentence.text, place[0]);
      const end = sentence.start + originalPlace(sentence.text, place[1]);
      const last = found?.at(-1);
      // Windows of one long sentence overlap, and so see the same twice.
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
