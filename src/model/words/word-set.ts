/** Words between spaces and at the ends of lines: how lists of them are written here. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** The source of a pattern for any of such words; `_` is a space within one, and words may be patterns themselves. */
export const anyOf = (words: string): string => words.trim().split(/\s+/).join('|').replaceAll('_', ' ');
