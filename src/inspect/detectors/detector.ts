import type { Severity } from '../../model/evidence/severity.ts';
import type { Steps } from '../../model/steps.ts';
import type { Traits } from '../../model/text/traits.ts';

/** One thing seen in a text: its place (UTF-16 units, end exclusive) and what to tell a person. Never holds the text. */
export interface Spotted {
  readonly kind: string;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Whether it holds a credential that a server is given. */
  readonly given?: true;
}

/** A text that a detector must see, and the kind that it must report. */
export interface Example {
  readonly text: string;
  readonly kind: string;
}

/** Sees one kind of thing in text, in linear time. It must come with examples of what it sees and what it ignores. */
export interface Detector {
  readonly name: string;
  readonly kinds: readonly string[];
  /** `stable` was measured on foreign data; `sandbox` is new and only informs. */
  readonly maturity: 'stable' | 'sandbox';
  readonly sees: readonly [Example, ...Example[]];
  readonly ignores: readonly [string, ...string[]];
  /** A text without any of these traits cannot contain anything for this detector. */
  readonly needs?: Traits | undefined;
  /** It looks at everything, however much it has seen: what comes behind decoys may be of another kind than these. */
  readonly isThorough?: true;
  /** In text order. Whoever gives `MOST_SPOTTED` or more may have left out others behind them. */
  find(text: string): readonly Spotted[];
  /** The same with pauses, for detectors that are slow on long texts. */
  findInSteps?(text: string): Steps<readonly Spotted[]>;
}

/** Further findings in the same text add nothing new, and must not fill the record. */
export const MOST_SPOTTED = 100;

/**
 * Adds what was spotted, in text order. Beyond the limit the last of its kind is stretched over it: what stands behind a
 * hundred decoys must be taken out like them.
 */
export function spotMore(found: Spotted[], spotted: Spotted): void {
  const at = found.length < MOST_SPOTTED ? -1 : found.findLastIndex(({ kind }) => kind === spotted.kind);
  const last = found[at];
  if (last === undefined) found.push(spotted);
  else found[at] = { ...last, start: Math.min(last.start, spotted.start), end: Math.max(last.end, spotted.end) };
}

/** Shared by all clean texts. */
export const NOTHING_SPOTTED: readonly Spotted[] = Object.freeze([]);
