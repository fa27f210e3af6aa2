import { rests, type Steps } from '../../../model/steps.ts';
import type { Keeps } from '../kept-folders.ts';
import { isAnything, stands } from '../step-names.ts';
import type { Plain } from '../steps.ts';
import { isOwnFile, isPart } from './parts.ts';

/** The name of a file that answers a question. */
const VERDICT = /^[a-z0-9]{8}\.(?:verdict|spent)$/;
/** A variable as the first step, or a named user's home. */
const VARIABLE = /^(?:\$\{?(?:env:)?(\w+)\}?|%(\w+)%|~\w+)$/;
/** Commands and options that change the folder from which later paths start. */
const MOVES = /^(?:cd|chdir|pushd|set-location|sl|-c|--directory)$/;

/** The state directories, folders that keep configurations, and how a path that may lead there is read. */
export interface Terrain {
  readonly state: StateReach;
  readonly keeps: Keeps;
  readonly plainest: Plain;
}

interface Way {
  readonly steps: readonly string[];
  readonly isWhole: boolean;
}

/** Tells whether paths lead to the state directories; all paths are in the form that `pathForms` gives. */
export class StateReach {
  readonly #states: readonly (readonly string[])[];

  constructor(folders: readonly string[]) {
    this.#states = folders.map(stepsOf);
  }

  /** Whether a path leads there, or could if it is relative to an unknown folder. */
  reaches(path: string): boolean {
    if (VERDICT.test(path.slice(path.lastIndexOf('/') + 1))) return true;
    return this.#waysOf(path).some((way) => this.#states.some((state) => leads(way, state)));
  }

  /** Whether the paths of one command lead there in combination: a folder above in one, the rest of the way in another. */
  *joins(paths: readonly string[]): Steps<boolean> {
    const each = [...new Set(paths)];
    let ways: Way[] | undefined;
    for (const state of this.#states) {
      const reached = new Set<number>();
      for (const [i, path] of each.entries()) {
        if (rests(i)) yield;
        if (!isSign(path, paths)) for (const depth of this.#above(path, state)) reached.add(depth);
      }
      yield;
      if (entered(paths, state)) return true;
      if (reached.size === 0) continue;
      // `cp -r x/sallyport ~/.local/state`: something of its name, copied right into its parent folder.
      const isCopied = paths.some(
        (path, i) =>
          path.endsWith(`/${state.at(-1) ?? ''}`) && this.#above(paths[i + 1] ?? '', state).includes(state.length - 1),
      );
      if (isCopied) return true;
      yield;
      ways ??= each
        .flatMap((path) => this.#waysOf(path))
        .filter(({ isWhole, steps }) => !isWhole && steps.length > 0 && !steps.every(isAnything));
      if (stepwise(reached, ways, state)) return true;
    }
    return false;
  }

  /** Whether a path is a folder that contains one of them. */
  isAbove(path: string): boolean {
    return this.#states.some((state) => this.#above(path, state).length > 0);
  }

  /** The steps from such a folder down to each of them. */
  aheadOf(path: string): readonly (readonly string[])[] {
    return this.#states.flatMap((state) => this.#above(path, state).map((depth) => state.slice(depth)));
  }

  /** How many steps of a state directory a path may stand for. */
  #above(path: string, state: readonly string[]): number[] {
    return this.#waysOf(path).flatMap(({ steps, isWhole }) => {
      if (isWhole) return steps.length < state.length && begins(steps, state) ? [steps.length] : [];
      return state.flatMap((_, end) => (endsAbove(steps, state.slice(0, end)) ? [end] : []));
    });
  }

  /** Variables whose names tell their values are expanded; others may stand for any folder. */
  #waysOf(path: string): readonly Way[] {
    const steps = stepsOf(path);
    const found = VARIABLE.exec(steps[0] ?? '');
    if (found === null) return [{ steps, isWhole: path.startsWith('/') || /^[a-z]:$/.test(steps[0] ?? '') }];
    const rest = steps.slice(1);
    const name = found[1] ?? found[2] ?? '';
    if (name === 'sallyport_state') return this.#states.map((state) => ({ steps: [...state, ...rest], isWhole: true }));
    if (name !== 'xdg_state_home' && name !== 'localappdata') return [{ steps: rest, isWhole: false }];
    return this.#states.map((state) => ({ steps: [...state.slice(0, -1), ...rest], isWhole: true }));
  }
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
