import { isScratch } from '../shell-words.ts';

/** Folders that hold nothing but what a build, a package manager or a test makes anew, by the names that tools give them. */
const FOLDER =
  /^(?:node_modules|bower_components|dist(?:-[\w-]{1,40})?|_?build|target|out|coverage|htmlcov|storybook-static|__pycache__|venv|deriveddata|cmake-build-[\w-]{1,40}|[\w.-]{1,80}\.egg-info|\.(?:venv|cache|pytest_cache|mypy_cache|ruff_cache|ipynb_checkpoints|tox|nox|eggs|next|nuxt|output|turbo|parcel-cache|svelte-kit|angular|vite|nyc_output|gradle|terraform|docusaurus|astro|sass-cache))$/;
/** Files of which the same is true, as a name or a pattern for names. */
const FILE =
  /^(?:\*|\*?[\w-]{0,60})\.(?:py[co]|o|obj|tmp|temp|swp|swo|tsbuildinfo|class|map|coverage|pid|bak|orig|rej)$|^\.(?:ds_store|eslintcache|coverage)$|^thumbs\.db$|^\*?~$/;
/** One file that is named, which nobody is asked about where it is removed alone. */
const NAMED_FILE = /^[\w.-]{1,80}\.(?:lock|json|ya?ml|xml|log|txt|t?gz|zip|tar|html?|csv|so|a)$/;
/** Below a project in a home: what stands in the home itself, or outside, may be anybody's. */
const IN_HOME = /^(?:~|\$\{?home\}?|\/(?:home|users)\/[\w.-]{1,60}|[a-z]:\/users\/[\w.-]{1,60}|\$env:userprofile)\//;

/** Whether removing what a word names loses nothing that a tool does not make again. */
function isLeftover(word: string): boolean {
  const path = word.replaceAll('\\', '/').toLowerCase();
  const inHome = IN_HOME.test(path);
  if (!inHome && /^(?:[/~$%]|[a-z]:)/.test(path)) return false;
  const rest = path.replace(IN_HOME, '');
  if (/[$`{},~%]|(?:^|\/)\.\.(?:\/|$)/.test(rest)) return false;
  const steps = rest.split('/').filter((step) => step !== '' && step !== '.');
  const at = steps.findIndex((step) => FOLDER.test(step));
  // In a home itself, `build` is nobody's but its owner's.
  if (at >= 0) return at > 0 || !inHome;
  const last = steps.at(-1) ?? '';
  return !inHome && (FILE.test(last) || NAMED_FILE.test(last));
}

/** Whether a command names only what can be made again, or what stands in a folder for scratch work. */
export const areLeftovers = (targets: readonly string[]): boolean =>
  targets.length > 0 && targets.every((target) => isLeftover(target) || isScratch([target]));

/** Whether `find` looks for nothing else: by a name in each of its choices, or for what is empty. */
export function findsLeftovers(args: readonly string[]): boolean {
  const end = args.findIndex((arg) => /^[-(!]/.test(arg));
  const isOutside = (place: string): boolean =>
    place.includes('..') || (/^(?:\/|~|\$|[a-z]:)/i.test(place) && !IN_HOME.test(place.toLowerCase()));
  if (end < 0 || args.slice(0, end).some(isOutside)) return false;
  if (args.some((arg) => /^(?:!|,|-not)$/.test(arg))) return false;
  const choices: string[][] = [[]];
  for (const arg of args.slice(end)) {
    if (arg === '-o' || arg === '-or') choices.push([]);
    else choices.at(-1)?.push(arg);
  }
  return choices.every((words) => {
    const at = words.findIndex((word) => /^-i?name$/.test(word));
    return at < 0 ? words.includes('-empty') : isLeftover(words[at + 1] ?? '');
  });
}
