/** What a state directory contains. A folder that merely has the same name does not matter until one of these follows. */
export const STATE_PARTS: readonly string[] = [
  'journal',
  'approvals',
  'sessions',
  'clients',
  'frozen',
  'tasks',
  'keys',
  'tokens',
  'credentials',
  'adoptions',
  'trust.json',
  'discovery.json',
];
/** The parts that hold keys and secrets; a pattern or a recursive search may find them too. */
const SHUT =
  /(?:^|[\s/\\"'=])(?:keys|credentials|adoptions)(?![\w.-])|(?<!\/(?:journal|approvals|sessions|clients|frozen|tasks|tokens))\/[^\s/]*[*?[{]|\s(?:-[a-z]*r[a-z]*|--recursive)(?=\s)/i;

/** Whether a text that reaches the state directory may be about its keys and secrets. */
export const namesSecrets = (text: string): boolean => SHUT.test(text);

/** The parts that tell what other sessions sent, received, asked for and were told. */
const OTHERS = /(?:^|[\s/\\"'=])(?:journal|approvals|tasks)(?![\w.-])/i;
/** Commands that tell names, sizes and hashes, and nothing of what is in a file. */
const LISTS = /^\s{0,8}(?:ls|dir|stat|file|wc|test|md5sum|sha256sum)\b/i;

/** Whether a text that reaches the state directory would read what other sessions did. */
export const namesOthers = (text: string, isCommand: boolean): boolean =>
  OTHERS.test(text) && !(isCommand && LISTS.test(text));

/** The name of a file that answers a question. */
const VERDICT = /^[a-z0-9]{8}\.(?:verdict|spent)$/;
/** Replaces a space within a name while a command is split into words. */
export const SPACE = '\x1f';

/** Tells whether paths lead to the state directories; all paths are in the form that `pathForms` gives. */
export interface StateReach {
  /** Whether a path leads there, or could if it is relative to an unknown folder. */
  reaches(path: string): boolean;
  /** Whether the paths of one command lead there in combination: a folder above in one, the rest of the way in another. */
  joins(paths: readonly string[]): boolean;
  /** Whether a path is a folder that contains one of them. */
  isAbove(path: string): boolean;
  /** The steps from such a folder down to each of them. */
  aheadOf(path: string): readonly (readonly string[])[];
  /** Whether a step as written, possibly a pattern, can match this name. */
  couldBe(written: string, name: string): boolean;
}

/** A variable as the first step, or a named user's home. */
const VARIABLE = /^(?:\$\{?(?:env:)?(\w+)\}?|%(\w+)%|~\w+)$/;
const WILD = /[*?$[{]/;
/** Commands and options that change the folder from which later paths start. */
const MOVES = /^(?:cd|chdir|pushd|set-location|sl|-c|--directory)$/;

interface Way {
  readonly steps: readonly string[];
  readonly isWhole: boolean;
}

export function stateReach(folders: readonly string[]): StateReach {
  const states = folders.map((folder) => stepsOf(folder));
  /** Variables whose names tell their values are expanded; others may stand for any folder. */
  const waysOf = (path: string): readonly Way[] => {
    const steps = stepsOf(path);
    const found = VARIABLE.exec(steps[0] ?? '');
    if (found === null) return [{ steps, isWhole: path.startsWith('/') || /^[a-z]:$/.test(steps[0] ?? '') }];
    const rest = steps.slice(1);
    const name = found[1] ?? found[2] ?? '';
    if (name === 'sallyport_state') return states.map((state) => ({ steps: [...state, ...rest], isWhole: true }));
    if (name !== 'xdg_state_home' && name !== 'localappdata') return [{ steps: rest, isWhole: false }];
    return states.map((state) => ({ steps: [...state.slice(0, -1), ...rest], isWhole: true }));
  };
  const above = (path: string, state: readonly string[]): number[] =>
    waysOf(path).flatMap(({ steps, isWhole }) => {
      if (isWhole) return steps.length < state.length && begins(steps, state) ? [steps.length] : [];
      return state.flatMap((_, end) => (endsAbove(steps, state.slice(0, end)) ? [end] : []));
    });

  return {
    reaches: (path) =>
      VERDICT.test(path.slice(path.lastIndexOf('/') + 1)) ||
      waysOf(path).some((way) => states.some((state) => leads(way, state))),
    joins(paths) {
      const each = [...new Set(paths)];
      let ways: Way[] | undefined;
      return states.some((state) => {
        const reached = new Set(each.flatMap((path) => (isSign(path, paths) ? [] : above(path, state))));
        if (reached.size === 0) return entered(paths, state);
        // `cp -r x/sallyport ~/.local/state`: something of its name, copied right into its parent folder.
        const isCopied = paths.some(
          (path, i) =>
            path.endsWith(`/${state.at(-1) ?? ''}`) && above(paths[i + 1] ?? '', state).includes(state.length - 1),
        );
        if (isCopied) return true;
        const every = each.flatMap(waysOf);
        ways ??= every.filter(({ isWhole, steps }) => !isWhole && steps.length > 0 && !steps.every(isAnything));
        return stepwise(reached, ways, state) || entered(paths, state);
      });
    },
    isAbove: (path) => states.some((state) => above(path, state).length > 0),
    aheadOf: (path) => states.flatMap((state) => above(path, state).map((depth) => state.slice(depth))),
    couldBe: (written, name) => written !== '' && stands(written, name),
  };
}

/**
 * `/*` begins a comment in most of what is written through a command, and a lone `/` is a division sign unless
 * something moves there.
 */
const isSign = (path: string, all: readonly string[]): boolean =>
  /^\/[*/]*\*[*/]*$/.test(path) || (path === '/' && !all.some((one) => MOVES.test(one)));

const stepsOf = (path: string): string[] => path.split('/').filter((step) => step !== '');

function leads({ steps, isWhole }: Way, state: readonly string[]): boolean {
  if (isWhole && (begins(state, steps) || leadsDeep(steps, state))) return true;
  const name = state.at(-1) ?? '';
  for (const [i, step] of steps.entries()) {
    if (isAnything(step) || !stands(step, name)) continue;
    // Elsewhere, a folder of the same name is another folder. If the start is unknown, a file that only Sallyport
    // writes shows that the folder is ours.
    const below = steps.slice(i + 1);
    if (!isWhole && (i === 0 || below.length > 1) && isOwnFile(below)) return true;
    const isLong = state.length >= 3 && i >= 2 && isTail(steps.slice(i - 2, i + 1), state);
    if (isLong || (!isWhole && i > 0 && isTail(steps.slice(0, i + 1), state))) return true;
  }
  return false;
}

/** `~/**` and what follows it. */
function leadsDeep(steps: readonly string[], state: readonly string[]): boolean {
  const at = steps.indexOf('**');
  if (at < 0 || at >= state.length || !begins(steps.slice(0, at), state)) return false;
  const rest = steps.slice(at + 1).filter((step) => step !== '**');
  // At the root, it begins a comment; a command that removes everything is detected as such.
  if (rest.every(isAnything)) return at > 0;
  return isPart(rest[0]) || state.some((_, i) => i >= at && begins(state.slice(i), rest));
}

/** Goes from one folder above to the next, as a series of `cd` does. */
function stepwise(reached: Set<number>, ways: readonly Way[], state: readonly string[]): boolean {
  for (const depth of reached) {
    for (const { steps } of ways) {
      const ahead = state.slice(depth);
      if (begins(ahead, steps)) return true;
      if (steps.length < ahead.length && begins(steps, ahead)) reached.add(depth + steps.length);
    }
  }
  return false;
}

/** `cd sallyport && rm approvals/x`, where it is unknown which folder of that name is entered. */
function entered(paths: readonly string[], state: readonly string[]): boolean {
  const name = state.at(-1) ?? '';
  if (!name.includes('sallyport')) return false;
  const isEntered = paths.some((path, i) => {
    const steps = stepsOf(path);
    return MOVES.test(paths[i - 1] ?? '') && !path.startsWith('/') && steps.at(-1) === name;
  });
  return isEntered && paths.some((path) => isOwnFile(stepsOf(path)));
}

/** Whether a relative path could be a folder above: it has two matching steps, or one that hardly any other folder has. */
const endsAbove = (steps: readonly string[], folder: readonly string[]): boolean =>
  (steps.length > 1 || steps[0]?.startsWith('.') === true) && isTail(steps, folder);

const isTail = (steps: readonly string[], folder: readonly string[]): boolean =>
  steps.length <= folder.length && !steps.some(isAnything) && begins(folder.slice(-steps.length), steps);

/** Whether one path is the beginning of another; either may contain patterns. */
const begins = (beginning: readonly string[], whole: readonly string[]): boolean =>
  beginning.length <= whole.length &&
  beginning.every((step, i) => stands(step, whole[i] ?? '') || stands(whole[i] ?? '', step));

const isAnything = (step: string): boolean => WILD.test(step) && patternOf(step).replace(/[*?\0]/g, '').length < 2;
/** Names of the files in each part: a repository may well have a folder `journal` with code in it. */
const FORMS: readonly (readonly [part: string, name: RegExp])[] = [
  ['journal', /\.(?:jsonl|lease)$/],
  ['approvals', /\.(?:verdict|spent|hold)$/],
  ['frozen', /^\w+\.[\da-f*]+\.json$/],
  ['tokens', /^[\da-f*]{2,}\.json$/],
  ['tasks', /^[\w*-]+\.[\w*-]+\.json$/],
  ['keys', /^(?:token|checkpoint|\*)\.(?:key|\*)$/],
  ['adoptions', /\.json$/],
];
const isOwnFile = (steps: readonly string[]): boolean => {
  const [part = '', ...rest] = steps;
  if (rest.length === 0) return part === 'trust.json' || part === 'discovery.json';
  return FORMS.some(([name, form]) => stands(part, name) && form.test(rest.at(-1) ?? ''));
};

const isPart = (step: string | undefined): boolean =>
  step !== undefined && !isAnything(step) && STATE_PARTS.some((part) => stands(step, part));

/**
 * Whether a step as written can be the name of a file, including by patterns, short names, streams and look-alike
 * letters.
 */
function stands(written: string, name: string): boolean {
  if (written === name) return true;
  const step = (/[^ -~]/.test(written) ? written.replaceAll(SPACE, ' ').normalize('NFKC').toLowerCase() : written)
    // On Windows, what follows a colon is a stream of the same file.
    .replace(/(?<=..):.*$/, '');
  if (step === name) return true;
  if (/^[^~]{1,6}~\d$/.test(step)) return name.replace(/[ .]/g, '').startsWith(step.slice(0, -2));
  return WILD.test(step) && fits(patternOf(step), name);
}

/** Sets, choices and variables may be anything; a shell's `*` does not match a leading dot. */
const patternOf = (step: string): string =>
  step
    .replace(/\$\{?\w+\}?/g, '\0')
    .replace(/\[[^\]]*\]/g, '?')
    .replace(/\{[^}]*\}/g, '\0');

function fits(pattern: string, name: string): boolean {
  if (name.startsWith('.') && /^[*?]/.test(pattern)) return false;
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    const sign = pattern[p];
    if (sign === '*' || sign === '\0') [star, mark, p] = [p, n, p + 1];
    else if (sign === '?' || (sign !== undefined && sign === name[n])) [p, n] = [p + 1, n + 1];
    else if (star >= 0) [p, mark, n] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return /^[*\0]*$/.test(pattern.slice(p));
}
