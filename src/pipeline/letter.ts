/** How many letters of a value tell it from everything else in the same text. */
const TELLING = 16;

/**
 * Where a letter of a string stands once the secrets in it are masked. The tokens in their place are shorter or longer, so whatever
 * follows has moved. Between two masked secrets the letter is found by the words that begin there.
 */
export function letterInMasked(given: string, masked: string, letter: number): number {
  if (given === masked) return letter;
  const most = Math.min(given.length, masked.length);
  let before = 0;
  while (before < most && given[before] === masked[before]) before++;
  if (letter < before) return letter;
  const fromEnd = given.length - letter;
  let behind = 0;
  while (behind < Math.min(fromEnd, most) && given.at(-1 - behind) === masked.at(-1 - behind)) behind++;
  if (behind === fromEnd) return masked.length - fromEnd;
  const found = masked.indexOf(given.slice(letter, letter + TELLING), before);
  return found < 0 ? before : found;
}
