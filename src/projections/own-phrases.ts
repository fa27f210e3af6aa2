/** Shorter than a sentence, or longer than the title of anything, nothing is a phrase. UTF-16 units. */
const QUOTED =
  /(?<=\s)(?:-[a-z]{0,3}m|--(?:message|title|subject|body|notes?|description|comment))[ =]?(["'])([^"'`$\\\n]{8,200})\1/g;
const LEAST_WORDS = 2;
const MOST = 8;

/**
 * What a command is given in quotes as a message to write down, more than one word each. Not what it searches for: that
 * stands in texts of others.
 */
export function phrasesIn(text: string): readonly string[] {
  const found: string[] = [];
  for (const { 2: phrase = '' } of text.matchAll(QUOTED)) {
    if (phrase.trim().split(/\s+/, LEAST_WORDS).length < LEAST_WORDS) continue;
    found.push(phrase.trim());
    if (found.length === MOST) break;
  }
  return found;
}

/**
 * A text without phrases that end one of its lines, as a program says again what it was told to write down. Within a line a
 * phrase may be somebody's that was searched for.
 */
export function withoutPhrases(text: string, phrases: readonly string[]): string {
  if (phrases.length === 0) return text;
  const held = phrases.filter((phrase) => text.includes(phrase));
  if (held.length === 0) return text;
  return text
    .split('\n')
    .map((line) => {
      const said = line.trimEnd();
      const phrase = held.find((one) => said.endsWith(one));
      return phrase === undefined ? line : said.slice(0, -phrase.length);
    })
    .join('\n');
}
