import { isScratch } from '../shell/words.ts';

/** Folders that contain only what a build, a package manager or a test recreates, by the names that tools give them. */
const FOLDER =
  /^(?:node_modules|bower_components|dist(?:-[\w-]{1,40})?|_?build|target|out|obj|coverage|htmlcov|storybook-static|__pycache__|venv|deriveddata|cmake-build-[\w-]{1,40}|[\w.-]{1,80}\.egg-info|\.(?:venv|cache|pytest_cache|mypy_cache|ruff_cache|ipynb_checkpoints|tox|nox|eggs|next|nuxt|output|turbo|parcel-cache|svelte-kit|angular|vite|nyc_output|gradle|terraform|docusaurus|astro|sass-cache))$/;
/** The same for files: a name, or a pattern for names. */
const FILE =
  /^(?:\*|\*?[\w-]{0,60})\.(?:py[co]|o|obj|tmp|temp|swp|swo|tsbuildinfo|class|map|coverage|pid|log|bak|orig|rej)$|^\.(?:ds_store|eslintcache|coverage)$|^thumbs\.db$|^\*?~$/;
/** A single file removed by name, which is not worth asking about. */
const NAMED_FILE = /^[\w.-]{1,80}\.(?:lock|json|ya?ml|xml|log|txt|t?gz|zip|tar|html?|csv|so|a)$/;
/** Inside a home folder. Anything directly in the home, or elsewhere on the machine, may be of value to somebody. */
const IN_HOME = /^(?:~|\$\{?home\}?|\/(?:home|users)\/[\w.-]{1,60}|[a-z]:\/users\/[\w.-]{1,60}|\$env:userprofile)\//;
/** Whether a path leads to where the work is, and not elsewhere on the machine. */
export function liesInProject(written: string): boolean {
  const path = written.replaceAll('\\', '/').toLowerCase();
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) return false;
  return IN_HOME.test(path) ? path.replace(IN_HOME, '').includes('/') : !/^(?:[/~$%]|[a-z]:)/.test(path);
}

/** Where a script stands, or the shell: a path behind it is a path from there. */
const HERE = /^\$(?:\{(?:psscriptroot|pwd)\}|(?:psscriptroot|pwd))\/+(?=[^/])/;
/** Patterns that may stand for the folder above, and alternatives that may name it. */
const CLIMBS = /(?:^|\/)(?=[^/]*[*?[])\.\*?(?:[.?]|\[(?![!^]\.\])[^\]/]*\])?\*?(?:\/|$)|[@?*+!]\(/;

/** Whether a word names something that tools can recreate, so that removing it loses nothing. */
function isLeftover(word: string): boolean {
  const path = word.replaceAll('\\', '/').toLowerCase().replace(HERE, '');
  const inHome = IN_HOME.test(path);
  if (!inHome && /^(?:[/~$%]|[a-z]:)/.test(path)) return false;
  const rest = path.replace(IN_HOME, '');
  // Before a colon stands a store that is no disk, as `HKLM:`, and behind one, for some shells, what is done to a path.
  if (/[$`{},~%:]|(?:^|\/)\.\.(?:\/|$)/.test(rest) || CLIMBS.test(rest.replace(/\*+/g, '*'))) return false;
  const steps = rest.split('/').filter((step) => step !== '' && step !== '.');
  const at = steps.findIndex((step) => FOLDER.test(step));
  // A folder named `build` directly in a home belongs to its owner, not to a build tool.
  if (at >= 0) return at > 0 || !inHome;
  const last = steps.at(-1) ?? '';
  return !inHome && (FILE.test(last) || NAMED_FILE.test(last));
}

/** Whether a path leads into a folder that tools make, by its name. */
export const isMade = (path: string): boolean =>
  path
    .toLowerCase()
    .split('/')
    .some((step) => FOLDER.test(step));

/** Whether a command names only things that can be recreated, or that lie in a scratch folder. */
export const areLeftovers = (targets: readonly string[]): boolean =>
  targets.length > 0 &&
  targets.every((target) => isLeftover(target) || isScratch([target]) || isBesideObj(target, targets));

/** What compilers put beside `bin`: where both go, that holds what was built, and no scripts. */
const isBesideObj = (target: string, targets: readonly string[]): boolean =>
  BIN.test(target) && targets.includes(target.replace(BIN, 'obj')) && isLeftover(target.replace(BIN, 'obj'));
const BIN = /(?<=^|[\\/])bin(?=[\\/]?$)/;

/** What has to go as well, so that only what can be recreated goes; undefined where that would not do. */
export function lackedBy(targets: readonly string[]): readonly string[] | undefined {
  const lacked = targets.flatMap((target) => (BIN.test(target) ? [target.replace(BIN, 'obj')] : []));
  return lacked.length > 0 && areLeftovers([...targets, ...lacked]) ? lacked : undefined;
}

/** What is left of a search's tests without the places that it stays out of: `-not -path './node_modules/*'`. */
const withoutExcluded = (tests: readonly string[]): readonly string[] =>
  tests.filter((_, i) => ![i, i - 1, i - 2].some((at) => isExclusion(tests, at)));

const isExclusion = (tests: readonly string[], at: number): boolean =>
  /^(?:!|-not)$/.test(tests[at] ?? '') && /^-i?(?:whole)?path$/.test(tests[at + 1] ?? '');

/** Whether `find` searches only for such things: every alternative is limited by name, or to what is empty. */
export function findsLeftovers(args: readonly string[]): boolean {
  const end = args.findIndex((arg) => /^[-(!]/.test(arg));
  const isOutside = (place: string): boolean =>
    place.includes('..') || (/^(?:\/|~|\$|[a-z]:)/i.test(place) && !IN_HOME.test(place.toLowerCase()));
  // What it says in its own words may name anything, and be removed by what reads it.
  if (args.includes('-printf')) return false;
  // All that lies in such a folder may go, whatever is looked for in it; not what links in it lead to.
  if (end > 0 && areLeftovers(args.slice(0, end)) && !args.includes('-follow')) return true;
  if (end < 0 || args.slice(0, end).some(isOutside)) return false;
  const tests = withoutExcluded(args.slice(end));
  if (tests.some((arg) => /^(?:!|,|-not)$/.test(arg))) return false;
  const choices: string[][] = [[]];
  for (const arg of tests) {
    if (arg === '-o' || arg === '-or') choices.push([]);
    else choices.at(-1)?.push(arg);
  }
  return choices.every((words) => {
    const at = words.findIndex((word) => /^-i?name$/.test(word));
    return at < 0 ? words.includes('-empty') : isLeftover(words[at + 1] ?? '');
  });
}
