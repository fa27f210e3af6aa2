/** No line that a person wrote has more words with choices, or more choices in one. */
const MOST_WORDS = 200;
const MOST_CHOICES = 32;
const CHOICE = /^(\S*?)\{([^{}\s]*,[^{}\s]*)\}(\S*)$/;

/**
 * A line with its choices written out, as a shell does before anything else: `rm ~/{a,b}` removes `~/a` and `~/b`, not `~/`.
 * A set stands for one letter: `[cm]cp` is `?cp`.
 */
export function spreadOut(line: string): string {
  if (!/[[{]/.test(line)) return line;
  let left = MOST_WORDS;
  return line.replace(/[^\s;|&<>()]*[[{][^\s;|&<>()]{0,1024}/g, (word) =>
    left-- > 0 ? choicesOf(word.replace(/\[[!^]?\]?(?:\[:\w{1,10}:\]|[^\][])*\]/g, '?')).join(' ') : word,
  );
}

function choicesOf(word: string): string[] {
  let found = [word];
  while (found.length <= MOST_CHOICES) {
    let isDone = true;
    const next: string[] = [];
    for (const one of found) {
      const [, before = '', inside, after = ''] = CHOICE.exec(one) ?? [];
      if (inside === undefined) {
        next.push(one);
        continue;
      }
      isDone = false;
      for (const choice of inside.split(',')) next.push(before + choice + after);
    }
    found = next;
    if (isDone) return found;
  }
  return found;
}
