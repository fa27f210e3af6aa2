import { isFromTemplate } from '../paths/sensitive.ts';
import { type Deed, destructive, judgeWrite, logs, removesAllFound, removesFolder } from '../shell/deeds.ts';
import { EVERYTHING, isScratch, nameOf } from '../shell/words.ts';
import { unwrap } from '../shell/wrappers.ts';
import { emptying, OF_SYSTEM_LOGS } from './emptying.ts';
import { areLeftovers, findsLeftovers } from './leftovers.ts';
import { has, type Judge, operandsOf, some, unless, valuesOf } from './options.ts';
import { OPEN } from './permissions.ts';

const tree = (severity: 'medium' | 'critical'): Deed =>
  severity === 'critical'
    ? destructive('Removes a whole folder tree that other programs need.', 'critical')
    : removesFolder;

export const leftovers = destructive('Removes files that a build or an installation makes again.', 'low');
/** Commands that remove each file that they are given. */
export const REMOVES = /^(?:g?rm|unlink|shred)$/;

const removal: Judge = (args) => {
  const isWide = args.some((arg) => EVERYTHING.test(arg) && !/^\/(?:tmp|var\/tmp)\//.test(arg));
  if (some(args, OF_SYSTEM_LOGS)) return logs;
  if (!has(args, 'r', '--recursive') && !has(args, 'R')) {
    if (!isWide || !some(args, /\*/)) return undefined;
    return has(args, 'f', '--force') ? destructive('Removes files without asking.') : removesAllFound;
  }
  if (isScratch(args)) return undefined;
  if (isWide) return tree('critical');
  return areLeftovers(operandsOf(args)) ? leftovers : tree('medium');
};

/** `-WhatIf` and its abbreviations (`-wh`): PowerShell accepts any option name shortened. `-WhatIf:$false` turns it off. */
export const isWhatIf = (args: readonly string[]): boolean => {
  const last = args.findLast((arg) => /^-wh?a?t?i?f?(?::|$)/i.test(arg));
  return last !== undefined && !/:\$?(?:false|0)$/i.test(last);
};
/** The items of a list as PowerShell takes one for a word: `bin, obj`. */
const listIn = (word: string): readonly string[] => word.split(',').filter((item) => item !== '');
export const ITEM_VALUES = '-ErrorAction -EA -ea -ErrorVariable -Include -Exclude -Filter'.split(' ');
/** `rd /s` and `del /s /q` in cmd. */
const removesByCmd =
  (option: RegExp, deed: Deed): Judge =>
  (args) => {
    if (!some(args, option)) return undefined;
    return areLeftovers(args.filter((arg) => !/^\/[a-z]$/i.test(arg))) ? leftovers : deed;
  };
const removesItem: Judge = (args) => {
  if (isWhatIf(args)) return undefined;
  if (some(args, /HistorySavePath|ConsoleHost_history/i)) return destructive('Removes the history of commands.');
  if (!some(args, /^-r(?:e(?:c(?:u(?:r(?:s(?:e)?)?)?)?)?)?(?::\$true)?$/i) || isScratch(args))
    return some(args, /^(?:\.[\\/])?\*(?:\.\*)?$/) && !some(args, /^-(?:in|fi|ex)/i) ? removesAllFound : undefined;
  if (args.some((arg) => EVERYTHING.test(arg))) return tree('critical');
  return areLeftovers(operandsOf(args, ITEM_VALUES).flatMap(listIn)) ? leftovers : tree('medium');
};

/** Judges where a copy or move writes to (`-t folder` included), and what a move takes away from its old place. */
const copies: Judge = (args, name) => {
  const operands = operandsOf(args, ['-t', '--target-directory', '-S', '--suffix', '-m', '-o', '-g']);
  const to = [
    ...valuesOf(args, '-t', '--target-directory', '-Destination'),
    operands.length > 1 ? (operands.at(-1) ?? '') : '',
  ];
  if (name === 'mv' && to.includes('/dev/null')) return destructive('Throws files away.');
  if (name === 'mv' && operands.slice(0, -1).some((from) => EVERYTHING.test(from) && /^[/~$a-z]/i.test(from)))
    return destructive('Moves a whole folder tree that other programs need.');
  if (name === 'install' && valuesOf(args, '-m', '--mode').some((mode) => OPEN.test(mode)))
    return destructive('Gives everybody access to a file.', 'medium');
  if (name === 'cp' && operands[0] === '/dev/null') {
    const deed = to.map(judgeWrite).find((one) => one !== undefined) ?? emptying(operands.slice(1));
    return deed?.severity === 'low' ? undefined : deed;
  }
  if (name === 'cp' && operands.length === 2 && to.length === 1 && isFromTemplate(operands[0] ?? '', operands[1] ?? ''))
    return undefined;
  const isPlain = args.every((arg) => !arg.startsWith('-') || COPYING.test(arg));
  if (
    name === 'cp' &&
    operands.length === 2 &&
    to.length === 1 &&
    isPlain &&
    isKept(operands[0] ?? '', operands[1] ?? '')
  )
    return undefined;
  for (const file of to) {
    const deed = judgeWrite(file);
    if (deed !== undefined) return deed;
  }
  // Links are judged above as writes to the link's name: a history file linked to nowhere keeps no history.
  return undefined;
};

/**
 * Whether a file is kept as it is under its own name and one more ending, as is done before it is changed. Not in a folder whose
 * files are all in use, whatever they are called.
 */
const isKept = (from: string, to: string): boolean =>
  /^\/etc\/[\w./-]*[\w-]$/.test(from) &&
  !from.includes('..') &&
  !ALL_USED.test(from) &&
  to.startsWith(from) &&
  KEPT.test(to.slice(from.length));
const ALL_USED = /\/(?:cron\.[a-z]+|[\w.-]*-enabled|(?:interfaces|dnsmasq|logrotate|init|rc\d?)\.d)\//;
/** Options that copy a file as it is: neither a link to it, nor readable to more. */
const COPYING = /^-[aprRvfinTL]+$|^--(?:archive|preserve|recursive|verbose|force|interactive|no-clobber)$/;
const KEPT =
  /^(?:~|\.(?:(?:bak|backup|old|orig|save)(?:[.-]?\d[\d-]{0,13})?|\d{4}-?\d\d-?\d\d|\$\(date \+[%\w-]{1,12}\)))$/;

const written =
  (filesOf: (args: readonly string[]) => readonly string[]): Judge =>
  (args) => {
    for (const file of filesOf(args)) {
      const deed = judgeWrite(file);
      if (deed !== undefined) return deed;
    }
    return undefined;
  };

const fileOfCmdlet = (args: readonly string[]): readonly string[] => [
  ...valuesOf(args, '-Path', '-LiteralPath', '-FilePath'),
  ...operandsOf(args, ['-Value', '-Encoding', '-Path', '-LiteralPath', '-FilePath']).slice(0, 1),
];

const inPlace = (args: readonly string[]): readonly string[] =>
  some(args, /^(?:-i|--in-place|-[nrsEz]+i)/) ? operandsOf(args, ['-e', '-f']) : [];
/** `sed -i d src/*`: no line is left. */
const edits: Judge = (args, name) => {
  const [code = '', ...files] = inPlace(args);
  if (files.some((file) => OF_SYSTEM_LOGS.test(file))) return logs;
  return /^(?:1,\$)?d$/.test(code) ? emptying(files) : written(inPlace)(args, name);
};

/** In `perl -pi -e code files` the code is not a file, whether it is a separate word or attached to the option. */
const inPlaceByPerl = (args: readonly string[]): readonly string[] => {
  if (!some(args, /^-(?![MmI])\w*i/)) return [];
  const operands = operandsOf(args, ['-e', '-E']);
  return args.includes('-e') || args.includes('-E') ? operands : operands.slice(1);
};

const unpacks: Judge = (args) => {
  if (
    some(args, /^--(?:checkpoint-action=exec|to-command|use-compress-program|info-script|rsh-command)/) ||
    has(args, 'I')
  )
    return destructive('Runs a program on what is in an archive.');
  const letters = /^-/.test(args[0] ?? '') ? args.filter((arg) => /^-[A-Za-z]/.test(arg)).join('') : (args[0] ?? '');
  const folder = valuesOf(args, '-C', '--directory').at(-1) ?? '';
  const isUnpacking = /[xX]/.test(letters) || some(args, /^--(?:extract|get)$/);
  if (isUnpacking && (has(args, 'P', '--absolute-names') || letters.includes('P')))
    return destructive('Writes files to wherever an archive says.', 'medium');
  if (isUnpacking)
    return /^\/(?:etc|usr|s?bin|lib\w*|boot|root)?\/?$/.test(folder) && folder !== ''
      ? destructive("Writes to the system's own files.")
      : judgeWrite(`${folder}/`);
  if (some(args, /^--remove-files$/)) return packed;
  return judgeWrite(valuesOf(args, '-f', '--file', '-cf', '-czf', 'cf', 'czf').at(-1) ?? '');
};

/** `rimraf src` */
const removesTrees: Judge = (args) => {
  const operands = operandsOf(args);
  if (isScratch(operands)) return undefined;
  if (operands.some((arg) => EVERYTHING.test(arg))) return tree('critical');
  return areLeftovers(operands) ? leftovers : tree('medium');
};
const extra = (to: string): Deed | undefined =>
  isScratch([to])
    ? undefined
    : destructive(
        'Removes files at the destination that are not at the source.',
        areLeftovers([to]) ? 'low' : 'medium',
      );
const clones: Judge = (args) => {
  const [verb = '', ...places] = operandsOf(args);
  if (has(args, 'n', '--dry-run')) return undefined;
  if (/^(?:delete|purge)$/.test(verb) && !areLeftovers(places))
    return destructive('Removes every file that it finds.', 'medium');
  return verb === 'sync' && !some(places, /:/) ? extra(places[1] ?? '') : undefined;
};
const mirrors: Judge = (args) =>
  some(args, /^\/(?:mir|purge)$/i) && !some(args, /^\/l$/i) ? extra(args[1] ?? '') : undefined;
/** What a cmdlet writes to each of several files. */
const clears: Judge = (args) => {
  const places = args.filter((arg) => /[*?]/.test(arg));
  return places.length > 0 && !isWhatIf(args) ? emptying(places) : undefined;
};
const fills: Judge = (args) => clears(fileOfCmdlet(args), '');
/** `Set-Alias show Remove-Item`: what has another name is not seen where it is used. */
const renames: Judge = (args) => {
  const names = args.map((arg) => nameOf(arg));
  const at = names.findIndex((name) => REMOVES_BY_CMDLET.test(name));
  return at > 0 && !names.slice(0, at).some((name) => REMOVES_BY_CMDLET.test(name))
    ? destructive('Gives another name to a command that removes files.', 'medium')
    : undefined;
};
const renamesItem: Judge = (args, name) => (some(args, /^(?:[\w.]+\\)?alias:/i) ? renames(args, name) : undefined);
const REMOVES_BY_CMDLET = /^(?:remove-item|ri|rm|del|erase|rd|rmdir|clear-content|clc)$/;
const packed = destructive('Removes the files after packing them.', 'medium');

const packs: Judge = (args) =>
  some(args, /^-sdel$/)
    ? packed
    : judgeWrite(`${/^-o(.+)/.exec(args.find((arg) => /^-o./.test(arg)) ?? '')?.[1] ?? '.'}/x`);

const unzips: Judge = (args) => {
  const folder = valuesOf(args, '-d').at(-1);
  return folder === undefined ? undefined : judgeWrite(`${folder}/x`);
};

const RUNS_ON_FOUND = /^-(?:exec|execdir|ok|okdir|[xX]|-exec|-exec-batch)$/;

/** Code that removes or empties what it is given: `rm "$1"`, `: > "$1"`. */
const LOSES_FOUND = /(?:^|[\s;&|])(?:rm|unlink|shred)\s|(?:^|[;&|])\s{0,9}(?::|true)?\s{0,9}>\s{0,9}["']?[${]/;

/** Whether `find` removes or empties what it finds, by itself or by the command that it runs on each. */
const removesFound = (args: readonly string[]): boolean => {
  const commands: string[][] = [];
  let command: string[] | undefined;
  for (const arg of args) {
    if (arg === '-delete') return true;
    if (RUNS_ON_FOUND.test(arg)) {
      command = [];
      commands.push(command);
    } else if (arg === ';' || arg === '+') command = undefined;
    else command?.push(arg);
  }
  return commands.some(losesGiven);
};

function losesGiven(command: readonly string[]): boolean {
  const [first = '', ...rest] = command.slice(unwrap(command).at);
  const name = nameOf(first);
  if (/^[a-z]{0,3}sh$/.test(name)) return rest.some((word) => LOSES_FOUND.test(word));
  if (/^perl/.test(name)) return some(rest, /\bunlink\b/);
  return REMOVES.test(name) || (name === 'cp' && rest[0] === '/dev/null');
}

/** Cases in which `find` itself acts. What else the commands do that it runs is read separately. */
const finds: Judge = (args) => {
  for (const file of valuesOf(args, '-fprint', '-fprintf', '-fls', '-fprint0')) {
    const deed = judgeWrite(file);
    if (deed !== undefined) return deed;
  }
  if (!removesFound(args)) return undefined;
  const start = args.slice(
    0,
    Math.max(
      0,
      args.findIndex((arg) => /^[-(!]/.test(arg)),
    ),
  );
  if (isScratch(start)) return undefined;
  return findsLeftovers(args) ? leftovers : destructive('Removes every file that it finds.', 'medium');
};

const truncates: Judge = (args) =>
  valuesOf(args, '-s', '--size').at(-1) === '0' || args.includes('0')
    ? emptying(operandsOf(args, ['-s', '--size', '-r', '--reference']).filter((file) => file !== '0'))
    : undefined;

/** What is done to files and folders. */
export const FILES: readonly (readonly [name: string, judge: Judge])[] = [
  ['rm', removal],
  ['grm', removal],
  ['wipe', removal],
  ['rimraf', removesTrees],
  ['del-cli', removesTrees],
  ['rclone', clones],
  ['robocopy', mirrors],
  ['zip', (args) => (has(args, 'm', '--move') ? packed : undefined)],
  ...['7z', '7za', '7zz'].map((name) => [name, packs] as const),
  ['truncate', truncates],
  ['tee', written((args) => operandsOf(args))],
  ['cp', copies],
  ['mv', copies],
  ['ln', copies],
  ['install', copies],
  ['sed', edits],
  ['perl', written(inPlaceByPerl)],
  ['tar', unpacks],
  ['bsdtar', unpacks],
  ['unzip', unless((args) => some(args, /^-[A-Za-z]*[lvtZp]/), unzips)],
  ['find', finds],
  ['fd', finds],
  ['remove-item', removesItem],
  ...['ri', 'del', 'rd', 'rmdir', 'erase'].map((name) => [name, removesItem] as const),
  ...['clear-content', 'clc'].map((name) => [name, clears] as const),
  ...['set-alias', 'sal', 'new-alias', 'nal'].map((name) => [name, renames] as const),
  ...['set-item', 'si', 'new-item', 'ni'].map((name) => [name, renamesItem] as const),
  ...['copy-item', 'move-item', 'cpi', 'mi', 'copy', 'move', 'xcopy'].map((name) => [name, copies] as const),
  ...['set-content', 'add-content', 'out-file', 'sc', 'ac'].map((name) => [name, written(fileOfCmdlet)] as const),
  ...['set-content', 'out-file', 'sc'].map((name) => [name, fills] as const),
  ...['rd', 'rmdir'].map(
    (name) => [name, removesByCmd(/^\/s$/i, destructive('Removes a folder with everything in it.'))] as const,
  ),
  ...['del', 'erase'].map(
    (name) => [name, removesByCmd(/^\/[sq]$/i, destructive('Removes files without asking.'))] as const,
  ),
];
