import type { Severity } from '../../model/severity.ts';
import type { Steps } from '../../model/steps.ts';
import type { Traits } from '../../model/traits.ts';

/** One thing seen in a text: where it stands (UTF-16 units, end exclusive) and what to tell a person. Never holds the text itself. */
export interface Spotted {
  readonly kind: string;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A text a detector must see, and the kind it must call it. */
export interface Example {
  readonly text: string;
  readonly kind: string;
}

/** Sees one kind of thing in text, in linear time. It cannot be written without examples of what it sees and what it ignores. */
export interface Detector {
  readonly name: string;
  readonly kinds: readonly string[];
  /** `stable` was measured on foreign data; `sandbox` is new and only tells. */
  readonly maturity: 'stable' | 'sandbox';
  readonly sees: readonly [Example, ...Example[]];
  readonly ignores: readonly [string, ...string[]];
  /** Traits of which a text must have one, or nothing is seen in it. */
  readonly needs?: Traits | undefined;
  /** At most `MOST_SPOTTED`, in the order of the text. */
  find(text: string): readonly Spotted[];
  /** The same, with pauses, where a long text would take long. */
  findInSteps?(text: string): Steps<readonly Spotted[]>;
}

/** More of the same in one text tells nobody anything new, and must not fill the record. */
export const MOST_SPOTTED = 100;

/** Shared by every clean text. */
export const NOTHING_SPOTTED: readonly Spotted[] = Object.freeze([]);
