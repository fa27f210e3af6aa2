/** How one provider writes its secrets. `form` matches from `lead` on; both are bounded. */
export interface TokenForm {
  readonly kind: string;
  /** Whose it is, for people: "a GitHub token". */
  readonly what: string;
  /** Regular expression source for the fixed beginning that finds candidates. */
  readonly lead: string;
  /** Regular expression source for the rest. */
  readonly rest: string;
  /** Bits for each character that the rest has at least; wordlike texts have less. */
  readonly bits: number;
  /** An example in two parts, so that scanners of repositories stay quiet. */
  readonly sample: readonly [lead: string, rest: string];
  /** A beginning that is a word's end as well: nothing of a name or a path may stand before it. */
  readonly isWeak?: true;
  /** Only what stands behind the last hyphen is secret; what stands before it are numbers that anybody may know. */
  readonly isTail?: true;
  /** What more can be told of a text of this form: a checksum. */
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

/** What samples are made of. */
export const R = 'q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo6NtBvCyDzEwGhMjPlSrUaIfO1TqR';
export const HEX = '9f3c1e7ab84d20655e1fc07ad3b9286e4c7a1f0d5b82e693';
