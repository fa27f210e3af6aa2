/** Files that a patch names: in the agents' format, in `diff` format, and in git's own lines about them. */
const NAMED =
  /^(?:\*\*\* (?:(?:Add|Update|Delete) File|Move to): |(?:---|\+\+\+) |(?:rename|copy) (?:from|to) )([^\n]{1,4100})$/gm;
/** Both names stand on one line, each perhaps in quotes. */
const HEADED = /^diff --git ("?a\/[^\n]{1,8300})$/gm;
const SECOND = /"? "?b\//;
/** A quick test: nothing else begins a line like this. */
const IS_PATCH = /^(?:\*\*\* (?:Begin Patch|Add File:|Update File:|Delete File:)|diff --git |\+\+\+ [^\n])/m;

/** The names of the files that a text would change if it is a patch; empty where it is none. Linear. */
export function patchedFiles(text: string): readonly string[] {
  if (!IS_PATCH.test(text)) return NONE;
  const found = new Set<string>();
  for (const [, name = ''] of text.matchAll(NAMED)) found.add(plainName(name));
  for (const [, both = ''] of text.matchAll(HEADED)) {
    const at = both.search(SECOND);
    if (at > 0) found.add(plainName(both.slice(0, at))).add(plainName(both.slice(at + 1)));
  }
  found.delete('/dev/null');
  return [...found];
}

const NONE: readonly string[] = Object.freeze([]);

/** Without the folders that `diff` puts before names, the time that it puts behind them, and quotes. */
const plainName = (name: string): string =>
  name
    .replace(/\t.*$/, '')
    .trim()
    .replace(/^"\s*|"$/g, '')
    .replace(/^[ab]\//, '');
