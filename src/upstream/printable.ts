import { UNSHOWN } from '../model/text/unshown.ts';

const LONGEST = 2_000;

/** Escape sequences of terminals. */
const SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

/** Text of an upstream made safe to print: nothing in it that a terminal obeys or hides, not too long. */
export const printable = (text: string): string =>
  text.slice(0, LONGEST).replace(SEQUENCE, '').replace(UNSHOWN, '').trimEnd();
