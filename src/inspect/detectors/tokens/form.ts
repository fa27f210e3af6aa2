/** How one provider writes its secrets. `rest` follows `lead`; both are bounded. */
export interface TokenForm {
  readonly kind: string;
  /** What to call it in messages: "a GitHub token". */
  readonly what: string;
  /** Regular expression source of the fixed beginning that finds candidates. */
  readonly lead: string;
  /** Regular expression source of the rest. */
  readonly rest: string;
  /** Minimum entropy of the rest, in bits per character; texts made of words have less. */
  readonly bits: number;
  /** An example in two parts, so that secret scanners do not report this file. */
  readonly sample: readonly [lead: string, rest: string];
  /** The beginning can also be the end of a word: no name or path character may come before it. */
  readonly isWeak?: true;
  /** Only the part after the last hyphen is secret; the numbers before it are public. */
  readonly isTail?: true;
  /** A further check for a text of this form, such as a checksum. */
  readonly holds?: (text: string) => boolean;
}

export const form = (
  kind: string,
  what: string,
  lead: string,
  rest: string,
  sample: readonly [string, string],
  bits = 3,
): TokenForm => ({ kind: `secret.${kind}`, what, lead, rest, bits, sample });

/** Random characters that samples are made of. */
export const R = 'q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo6NtBvCyDzEwGhMjPlSrUaIfO1TqR';
export const HEX = '9f3c1e7ab84d20655e1fc07ad3b9286e4c7a1f0d5b82e693';
