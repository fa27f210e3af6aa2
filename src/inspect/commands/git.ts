import { type Deed, destructive, judgeWrite, network, sensitive } from '../shell/deeds.ts';
import { isScratch } from '../shell/words.ts';
import { areLeftovers } from './leftovers.ts';
import { has, isOn, type Judge, operandsOf, some, valuesOf } from './options.ts';

/** Git settings whose value git executes. */
const RUNS =
  /^(?:core\.(?:hookspath|sshcommand|pager|editor|fsmonitor|askpass|gitproxy)|credential\.|alias\.[^=]{1,80}(?:=!|$)|pager\.|filter\.|gpg\.(?:\w+\.)?program|sequence\.editor|(?:diff|merge)\..*(?:command|textconv|driver)|(?:diff|merge|difftool|mergetool)\..*cmd|protocol\.ext\.allow|uploadpack\.packobjectshook)/i;
/** Common harmless values for them: a pager, an editor, a boolean, git's own credential helpers. */
const USUAL =
  /^(?:core\.pager|pager\.[\w-]+)=(?:cat|less(?: -[FRXSKQMiw]+)?|more|delta|true|false|)$|^(?:core|sequence)\.editor=(?:vim?|nvim|nano|emacs|true|:|code --wait|notepad)$|^core\.fsmonitor=(?:true|false)$|^core\.hookspath=(?:\/dev\/null|)$|^credential\.(?:.*\.)?helper=(?:cache(?: --timeout[ =]\d+)?|osxkeychain|manager(?:-core)?|libsecret|wincred|)$|^credential\.(?:.*\.)?(?:username|usehttppath|interactive)=[^!]*$/i;
const chooses = destructive('Makes git run another program.');
/** Global options, placed before the subcommand, that take the next word as their value. */
const GLOBAL = ['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env', '--super-prefix'];

/** Paths that cover more than individually named files. */
const WIDE = /^(?:\.{1,2}|:\/?|.*\/|.*[*?].*)$/;
const loses = (message: string): Deed => destructive(message, 'medium');
const forgets = loses('Removes commits that nothing refers to any more.');
const discards = loses('Throws away changes that were not committed.');

/** Judges the file that git is told to write its output to. */
function written(args: readonly string[]): Deed | undefined {
  for (const file of valuesOf(args, '--output', '-o')) {
    const deed = judgeWrite(file);
    if (deed !== undefined) return deed;
  }
  return undefined;
}

/** A named branch that is not one of the shared branches others build on. */
const OWN_BRANCH =
  /^(?!(?:.*[:/])?(?:HEAD|main|master|trunk|dev|develop|staging|stable|prod|production|release.*|hotfix.*|v?\d.*)$)[\w./-]+(?::[\w./-]+)?$/i;

/** Judges by git subcommand. A dry run (`--dry-run`, and `-n` where it means that) is harmless. */
const WORDS: Readonly<Record<string, Judge>> = {
  push: (args) => {
    if (isOn(args, '--dry-run') || has(args, 'n')) return network('Asks another machine.');
    const overwrites = destructive('Overwrites or deletes what others pushed.');
    if (has(args, 'f', '--force', '--mirror', '--delete', '--prune') || has(args, 'd') || some(args, /^(?:\+\S|:\S)/))
      return overwrites;
    if (!some(args, /^--force-with-lease/)) return network('Pushes to another machine.');
    // This fails if others have pushed since: on one's own branch only one's own commits are replaced.
    const branches = operandsOf(args, ['-o', '--push-option']).slice(1);
    return branches.length > 0 && branches.every((branch) => OWN_BRANCH.test(branch))
      ? network('Replaces a branch that nobody else has pushed to since.')
      : overwrites;
  },
  reset: (args) => (has(args, '', '--hard') ? discards : undefined),
  checkout: (args) =>
    has(args, 'f', '--force') || (args.some((arg) => WIDE.test(arg)) && (args.includes('--') || args.includes('.')))
      ? discards
      : undefined,
  restore: (args) =>
    operandsOf(args, ['-s', '--source']).some((arg) => WIDE.test(arg)) &&
    (!has(args, 'S', '--staged') || has(args, 'W', '--worktree'))
      ? discards
      : undefined,
  switch: (args) => (has(args, 'f', '--force', '--discard-changes') ? discards : undefined),
  clean: (args) => {
    if (!has(args, 'f', '--force') || has(args, 'n', '--dry-run')) return undefined;
    // `-X` removes ignored files only.
    return has(args, 'X')
      ? destructive('Removes files that git is told to ignore.', 'low')
      : loses('Removes files that are not in git.');
  },
  rm: (args) =>
    has(args, 'r') &&
    has(args, 'f', '--force') &&
    !has(args, 'n', '--dry-run', '--cached') &&
    !areLeftovers(operandsOf(args))
      ? discards
      : undefined,
  worktree: (args) =>
    args[0] === 'remove' && has(args, 'f', '--force') && !isScratch(operandsOf(args).slice(1)) ? discards : undefined,
  'read-tree': (args) => (has(args, 'u') && has(args, '', '--reset') ? discards : undefined),
  'checkout-index': (args) => (has(args, 'a', '--all') && has(args, 'f', '--force') ? discards : undefined),
  branch: (args) =>
    has(args, 'D') || (has(args, 'd', '--delete') && has(args, 'f', '--force'))
      ? loses('Deletes a branch, with the commits that are on no other.')
      : undefined,
  stash: (args) =>
    /^(?:drop|clear)$/.test(args[0] ?? '') ? loses('Throws away changes that were put aside.') : undefined,
  remote: (args) => (some(args, /^set-url$/) ? sensitive('Changes where a repository is pushed to.') : undefined),
  show: written,
  diff: written,
  log: written,
  'format-patch': written,
  archive: (args) => (some(args, /^--exec/) ? chooses : written(args)),
  'filter-branch': () => destructive("Rewrites a repository's history."),
  'filter-repo': (args) =>
    has(args, '', '--analyze', '--dry-run') ? undefined : destructive("Rewrites a repository's history."),
  reflog: (args) => (some(args, /^(?:expire|delete)$/) ? destructive("Removes a repository's history.") : undefined),
  gc: (args) => (some(args, /^--prune=(?:now|all)$/) ? forgets : undefined),
  prune: (args) => (has(args, 'n', '--dry-run') ? undefined : forgets),
  submodule: (args) => (args[0] === 'deinit' && has(args, 'f', '--force') ? discards : undefined),
  'update-ref': (args) => (has(args, 'd') ? destructive("Removes a repository's history.") : undefined),
  config: (args) =>
    args.some(
      (arg, i) =>
        RUNS.test(arg) &&
        (!/^alias\./i.test(arg) || /^!/.test(args[i + 1] ?? '')) &&
        !USUAL.test(`${arg}=${args[i + 1] ?? ''}`),
    ) &&
    !some(args, /^(?:get|list|--get\S*|--list|-l|--unset\S*|unset)$/) &&
    operandsOf(args, ['-f', '--file', '--blob', '--type']).length > 1
      ? chooses
      : args.some((arg, i) => /^url\..+\.(?:push)?insteadof$/i.test(arg) && args[i + 1] !== undefined)
        ? sensitive('Changes where a repository is pushed to.')
        : /\bclean\.requireforce (?:false|0|no|off)\b/i.test(args.join(' '))
          ? loses('Lets git remove files without being forced to.')
          : undefined,
  clone: (args) =>
    some(args, /^ext::/) || has(args, 'u') || some(args, /^--upload-pack/)
      ? chooses
      : judged(valuesOf(args, '-c', '--config')),
  fetch: (args) => (some(args, /^ext::|^--upload-pack/) ? chooses : undefined),
  pull: (args) => (some(args, /^ext::|^--upload-pack/) ? chooses : undefined),
  'ls-remote': (args) => (some(args, /^ext::|^--upload-pack|^--exec/) ? chooses : undefined),
};

const judged = (settings: readonly string[]): Deed | undefined =>
  settings.some((setting) => RUNS.test(setting) && !USUAL.test(setting)) ? chooses : undefined;

export const git: Judge = (args) => {
  let at = 0;
  while (at < args.length && /^-/.test(args[at] ?? '')) at += GLOBAL.includes(args[at] ?? '') ? 2 : 1;
  const before = judged(valuesOf(args.slice(0, at), '-c', '--config-env'));
  if (before !== undefined) return before;
  const word = args[at] ?? '';
  // Git removes nothing unless it is forced to, or told that it need not be.
  const isForced =
    word === 'clean' && args.slice(0, at).some((arg) => /^clean\.requireforce=(?:false|0|no|off)$/i.test(arg));
  const rest = args.slice(at + 1);
  return Object.hasOwn(WORDS, word) ? WORDS[word]?.(isForced ? [...rest, '-f'] : rest, word) : undefined;
};
