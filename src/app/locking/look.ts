import type { Look, Seen } from '../../catalog/lockfile/change.ts';
import { hideForms } from '../../config/hiding.ts';
import { scanDefinition } from '../../inspect/definitions/scan.ts';
import { instructionText } from '../../inspect/detectors/instructions.ts';
import { hiddenText } from '../../inspect/detectors/unicode.ts';
import { secretDetectors } from '../../inspect/secrets.ts';
import type { Severity } from '../../model/evidence/severity.ts';
import { type JsonPointer, type Leaf, leaves, pointerKeys, valueAt } from '../../model/json.ts';

const detectors = [instructionText, hiddenText];
const MOST = 5;

/** In a text of somebody's one such sign may be a slip. A definition is short, and is written once for many. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[\u200b\u2060\ufeff\u00ad]/, 'Holds characters that nobody sees.'],
  [/[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]/, 'Mixes letters of two scripts that look alike in one word.'],
];

/** What a definition does to its reader, at a glance: it speaks to the model, or holds what nobody sees. */
export const glance: Look = (definition) => leaves(definition).flatMap(spotsIn).map(seenAt);

/**
 * The same looked at closely, with what `sallyport scan` finds: it pleads, sends on errands, or asks for what is not its
 * own. Where both see the same words, they are said once.
 */
export const look: Look = (definition, isFresh = false) => {
  if (isFresh) return glance(definition);
  const spots = leaves(definition).flatMap(spotsIn);
  for (const { at, severity, message: what, span, inKey } of scanDefinition(definition)) {
    const grade = GRADE[severity];
    if (grade === undefined) continue;
    const text = inKey === true ? pointerKeys(at).at(-1) : valueAt(definition, at);
    const whole = typeof text === 'string' ? text : '';
    const [start, end] = span ?? [0, whole.length];
    const isSaid = spots.some((one) => one.at === at && span !== undefined && one.start < end && start < one.end);
    if (!isSaid) spots.push({ at, what, start, end, text: whole, grade });
  }
  return spots.map(seenAt);
};

const seenAt = ({ at, what, start, end, text, grade }: Spot): Seen => ({
  at,
  what,
  words: text.slice(start, end),
  shown: text.slice(start, Math.min(end + 60, start + 200)),
  grade,
});

interface Spot {
  readonly at: JsonPointer;
  readonly what: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly grade: Seen['grade'];
}

/** Notes are for `sallyport scan`: nearly every server has some. */
const GRADE: Readonly<Partial<Record<Severity, Seen['grade']>>> = { medium: 'medium', high: 'high', critical: 'high' };

function spotsIn({ at, text }: Leaf): Spot[] {
  const spots = detectors.flatMap((detector) =>
    detector
      .find(text)
      .slice(0, MOST)
      .map(({ message, start, end }): Spot => ({ at, what: message, text, start, end, grade: 'high' })),
  );
  for (const [sign, what] of SIGNS) {
    const hit = text.search(sign);
    if (hit >= 0) spots.push({ at, what, text, start: Math.max(0, hit - 20), end: hit + 20, grade: 'high' });
  }
  return spots;
}

/** A text without what looks like a secret: what is written into files that people share. */
export function hide(text: string): string {
  const spans = secretDetectors.flatMap((detector) => detector.find(text)).sort((a, b) => b.start - a.start);
  let out = text;
  let last = text.length;
  for (const { start, end } of spans) {
    if (end > last) continue;
    out = `${out.slice(0, start)}[hidden]${out.slice(end)}`;
    last = start;
  }
  return hideForms(out);
}
