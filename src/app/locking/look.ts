import type { Look, Seen } from '../../catalog/lockfile/change.ts';
import { hideForms } from '../../config/hiding.ts';
import { instructionText } from '../../inspect/detectors/instructions.ts';
import { hiddenText } from '../../inspect/detectors/unicode.ts';
import { secretDetectors } from '../../inspect/secrets.ts';

const detectors = [instructionText, hiddenText];
const MOST = 5;

/** In a text of somebody's one such sign may be a slip. A definition is short, and is written once for many. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[\u200b\u2060\ufeff\u00ad]/, 'Holds characters that nobody sees.'],
  [/[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]/, 'Mixes letters of two scripts that look alike in one word.'],
];

/** What a definition's text does to its reader: it speaks to the model, or holds what nobody sees. */
export const look: Look = (text) => {
  const seen = detectors.flatMap((detector) =>
    detector
      .find(text)
      .slice(0, MOST)
      .map(({ message, start, end }): Seen => ({ what: message, words: around(text, start, end) })),
  );
  for (const [sign, what] of SIGNS) {
    const at = text.search(sign);
    if (at >= 0) seen.push({ what, words: around(text, Math.max(0, at - 20), at + 20) });
  }
  return seen;
};

/** The words themselves, with a few behind them. */
const around = (text: string, start: number, end: number): string => text.slice(start, Math.min(end + 60, start + 200));

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
