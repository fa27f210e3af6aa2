/**
 * Scripts that put no space between words, or between a foreign word and what goes with it: Thai to Khmer, Chinese,
 * Japanese, Korean.
 */
export const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7a3]/;

/** Whether a text has letters of them. */
export const isUnspaced = (text: string): boolean => UNSPACED.test(text);

/** Whether a UTF-16 unit is one of them. */
export const isUnspacedLetter = (code: number): boolean =>
  code > 0xdff &&
  (code < 0xf00 ||
    (code > 0xfff && code < 0x10a0) ||
    (code > 0x177f && code < 0x1800) ||
    (code > 0x303f && code < 0xa000) ||
    (code > 0xabff && code < 0xd7a4));

/** What parts sentences and their clauses in these scripts, as the inside of a set of a regular expression. */
export const UNSPACED_STOPS = '，；。、！？';
