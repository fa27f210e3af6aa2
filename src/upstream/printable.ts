import { UNSHOWN } from '../model/text/unshown.ts';

const LONGEST = 2_000;

/** Escape sequences of terminals. */
const SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

/** A text that was cut off, without the word that it was cut in: of a secret, half is one that nothing recognises. */
export const toLastWord = (text: string): string => text.replace(/([\s"',;])[^\s"',;]*$/, '$1');

/** Text of an upstream made safe to print: nothing in it that a terminal obeys or hides, not too long. */
export const printable = (text: string): string =>
  (text.length > LONGEST ? toLastWord(text.slice(0, LONGEST)) : text)
    .replace(SEQUENCE, '')
    .replace(UNSHOWN, '')
    .trimEnd();
