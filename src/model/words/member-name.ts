/** A longer name, or one of words that is longer, is a text that somebody wrote. */
const LONGEST_WORD = 64;
const LONGEST_WORDS = 20;
/** More digits than these number something: `line2`, and not `4929123456`. */
const MOST_DIGITS = 3;

/**
 * Whether the name of a member says more than what its value is called: an address, a number, a sentence. Objects are keyed
 * by whatever there is, `{"ann@a.example": 3}`, and whoever writes a document writes its names as well.
 */
export function saysMore(name: string): boolean {
  let digits = 0;
  let spaces = 0;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    // Letters of any script, and what joins them: `$`, `-`, `_`.
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 127) continue;
    if (code === 95 || code === 45 || code === 36) continue;
    if (code >= 48 && code <= 57) digits++;
    else if (code === 32) spaces++;
    else return true;
  }
  return digits > MOST_DIGITS || name.length > (spaces > 0 ? LONGEST_WORDS : LONGEST_WORD);
}

/** The place of a member's name, which is not that of its value: nothing else is there. */
export const placeOfName = (at: string): string => `${at}/`;
