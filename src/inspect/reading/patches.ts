/** Files that a patch names: in the agents' format, in `diff` format, and in git's own lines about them. */
const NAMED =
  /^(?:\*\*\* (?:(?:Add|Update|Delete) File|Move to): |(?:---|\+\+\+) |(?:rename|copy) (?:from|to) )([^\n]{1,1024})$/gm;
const HEADED = /^diff --git ("?a\/[^\n]{1,1024}?"?) ("?b\/[^\n]{1,1024})$/gm;
/** A quick test: nothing else begins a line like this. */
const IS_PATCH = /^(?:\*\*\* (?:Begin Patch|Add File:|Update File:|Delete File:)|diff --git |\+\+\+ [^\n])/m;
/** More files than these are nobody's patch; what is behind them counts as unread. */
const MOST = 10_000;

/** The names of the files that a text would change if it is a patch; empty where it is none. Linear. */
export function patchedFiles(text: string): readonly string[] {
  if (!IS_PATCH.test(text)) return NONE;
  const found = new Set<string>();
  for (const [, name = ''] of text.matchAll(NAMED)) if (found.size < MOST) found.add(plainName(name));
  for (const [, one = '', other = ''] of text.matchAll(HEADED))
    if (found.size < MOST) found.add(plainName(one)).add(plainName(other));
  found.delete('/dev/null');
  return [...found];
}

const NONE: readonly string[] = Object.freeze([]);

/** Without the folders that `diff` puts before names, the time that it puts behind them, and quotes. */
const plainName = (name: string): string =>
  name
    .replace(/\t.*$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/^[ab]\//, '');
