import type { Value } from '../reading/place.ts';
import { nameAt } from '../reading/place.ts';
import { nameOf } from '../shell/words.ts';
import { unwrap } from '../shell/wrappers.ts';
import type { StateReach } from './state-reach.ts';

/** Resolves the paths of calls: `plain` puts a text into the form that `state` works with. */
export interface Ground {
  readonly state: StateReach;
  readonly plain: (text: string) => string;
}

/** One command of a line, and the folder it starts in, if the line says so. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string | undefined;
  /** Whether it takes arguments from the output of the command before it. */
  readonly takesInput: boolean;
}

/** A line with more commands is unreadable and leads to a question. */
const MOST_STEPS = 1_001;
/** No path is longer. */
const LONGEST_PATH = 4_096;

/**
 * What is done to a folder that contains the state directory: `reaches` certainly touches that; `may` does so only if
 * what is unpacked there, which nobody has seen, happens to contain exactly its names.
 */
export type Above = 'reaches' | 'may';
const SHELL = /^(?:(?:ba|z|da|k)?sh|cmd|powershell|pwsh|eval)$/;
const MOVES = /^(?:cd|chdir|pushd|set-location|sl|push-location)$/;
const REMOVES = /^(?:rm|rmdir|rd|del|erase|unlink|shred|trash|srm|remove-item|ri)$/;
const FILLS = /^(?:cp|mv|rsync|ditto|robocopy|xcopy|copy|copy-item|cpi|move|move-item|mi|install|scp|pax)$/;
const GRANTS = /^(?:chmod|chown|chgrp|setfacl|icacls|takeown)$/;
/** Commands that always take the contents of a folder, not the folder itself. */
const CONTENTS = /^(?:ditto|robocopy|xcopy)$/;
const LOOKS =
  /^(?:ls|cat|head|tail|grep|egrep|rg|file|stat|wc|du|echo|printf|test|dir|md5sum|sha\d+sum|cksum|readlink|realpath)$/;
const CODE = /^(?:python[\d.]*|node|ruby|perl|php|deno|bun)$/;
const CODE_ACTS =
  /rmtree|rm_rf|rmsync|rimraf|remove_tree|extractall|unpack_archive|copytree|cpsync|copy_tree|remove_dir_all/i;
/** A line without any of these is not examined further. */
const VERBS =
  /\b(?:rm|rd|del|erase|unlink|shred|trash|srm|ri|cp|mv|ditto|copy|cpi|mi|move|install|scp|pax|find|fd|tar|7z\w?|unrar|jar|cpio|patch|apply|chmod|chown|chgrp|icacls|takeown|setfacl)\b|rmdir|remove-item|rsync|robocopy|xcopy|copy-item|move-item|bsdtar|gtar|unzip|expand-archive|zipfile|tarfile|rmtree|extractall|unpack_archive|copytree|rmsync|cpsync|rimraf/i;
/** Typical names of files in a state directory. */
const SAMPLES = ['a-1.jsonl', 'abcd2345.verdict', 'abcd2345.hold', 'trust.json', 'token.key', 'a.lease'];

const bare = (word: string): string => word.replace(/^["']+|["']+$/g, '');

/**
 * The commands of a line, each with the folder it starts in. Only a rough split: deeper nesting is left to the shell
 * grammars.
 */
function stepsOf(command: string, { plain }: Ground): readonly Step[] {
  const steps: Step[] = [];
  let folder: string | undefined;
  let left = MOST_STEPS;
  for (const part of command.split(/[;\n|&()]/)) {
    if (left-- <= 0) break;
    const words = part.trim().split(/\s+/).map(bare);
    while (words[0] !== undefined && /^(?:then|do|else|if|while|time|!|\{|\w+=.*)$/.test(words[0])) words.shift();
    let { at, takesInput } = unwrap(words);
    // What follows `sh -c` is a command again.
    while (SHELL.test(nameOf(words[at] ?? '')) && /^[-/][a-z]*[ckr]/i.test(words[at + 1] ?? '')) at += 2;
    const name = nameOf(words[at] ?? '');
    const args = words.slice(at + 1).filter((word) => word !== '');
    if (name === '') continue;
    if (MOVES.test(name)) {
      const to = args.findLast((arg) => !/^[-/][a-z]$/i.test(arg));
      folder = to === undefined ? plain('~') : to === '-' ? undefined : from(to, folder, plain);
      if (folder !== undefined && folder.length > LONGEST_PATH) folder = undefined;
    } else steps.push({ name, args, folder, takesInput });
  }
  return steps;
}

/** A path resolved against a folder. */
function from(word: string, folder: string | undefined, plain: Ground['plain']): string {
  const path = plain(word);
  return folder === undefined || /^(?:[/~$%]|[a-z]:)/i.test(path) || /^[/~$%]/.test(word)
    ? path
    : plain(`${folder}/${word}`);
}

const optionOf = (args: readonly string[], ...names: readonly string[]): string | undefined => {
  for (const [i, arg] of args.entries()) {
    const name = names.find((one) => arg.toLowerCase() === one.toLowerCase());
    if (name !== undefined) return args[i + 1];
    const hung = names.find((one) => arg.startsWith(one) && (one.length === 2 || arg[one.length] === '='));
    if (hung !== undefined) return bare(arg.slice(hung.length).replace(/^=/, ''));
  }
  return undefined;
};
const operands = (args: readonly string[]): readonly string[] => args.filter((arg) => !/^-.|^\/[a-z]{1,4}$/i.test(arg));

/** What a line of commands does to a folder that contains the state directory: removes, fills or opens it. */
export function actsAbove(command: string, ground: Ground): Above | undefined {
  if (!VERBS.test(command)) return undefined;
  const steps = stepsOf(command, ground);
  if (steps.some(({ name }) => CODE.test(name)) && CODE_ACTS.test(command)) {
    const words = command.split(/["'(),\s]/).filter((word) => word.length > 1 && /[/\\~]/.test(word));
    if (words.some((word) => isHeld(ground.plain(word), ground.state))) return 'reaches';
  }
  return gravest(steps.map((step, i) => actOf(step, steps.slice(i + 1), ground)));
}

const gravest = (acts: readonly (Above | undefined)[]): Above | undefined =>
  acts.includes('reaches') ? 'reaches' : acts.find((act) => act !== undefined);

function actOf(step: Step, later: readonly Step[], ground: Ground): Above | undefined {
  const { name, args, folder } = step;
  const { state, plain } = ground;
  const at = (word: string): string => from(word, folder, plain);
  const over = (word: string | undefined): Above | undefined => {
    const path = word === undefined ? folder : at(word);
    return path === undefined ? undefined : unpacking(path, state);
  };
  const reaches = (is: boolean): Above | undefined => (is ? 'reaches' : undefined);
  if (REMOVES.test(name)) return reaches(operands(args).some((word) => isHeld(at(word), state)));
  if (name === 'find' || name === 'fd') return reaches(finds(step, later, ground));
  if (GRANTS.test(name)) {
    const isDeep = args.some((arg) => /^-[a-z]*R|^--recursive$|^\/t$/i.test(arg));
    return isDeep ? gravest(operands(args).map(over)) : undefined;
  }
  if (FILLS.test(name)) return fills(step, ground);
  const to = unpacksInto(name, args);
  if (to !== undefined) return over(to.folder);
  return undefined;
}

/** Unpacking right beside the state directory needs just one name to reach it; from further above, it takes more. */
function unpacking(path: string, state: StateReach): Above | undefined {
  const aheads = state.aheadOf(path);
  return aheads.some((ahead) => ahead.length === 1) ? 'reaches' : aheads.length > 0 ? 'may' : undefined;
}
const isHeld = (path: string, state: StateReach): boolean =>
  path.length > 1 && (state.isAbove(path) || (/[*?[]/.test(path) && state.reaches(path)));

/** Copying and moving: something with the name of the next step lands on that step, and so may the contents of a folder. */
function fills({ name, args, folder }: Step, { state, plain }: Ground): Above | undefined {
  if (name === 'rsync' && args.some((arg) => /^(?:-[a-z]*n[a-z]*|--dry-run)$/i.test(arg))) return undefined;
  const words = operands(args);
  const named = optionOf(args, '-t', '--target-directory', '-Destination');
  const last = name === 'robocopy' ? 1 : words.length - 1;
  const to = named ?? words[last];
  if (to === undefined) return undefined;
  const sources = words.filter((word, i) => (named === undefined ? i !== last : word !== named));
  const path = from(to, folder, plain);
  const lands = sources.some((source) => isNext(plain(source), path, state));
  if (lands) return 'reaches';
  const takesContents = CONTENTS.test(name) || sources.some((source) => /(?:^|[/\\])(?:\.?|\*+)$/.test(source));
  return takesContents ? unpacking(path, state) : undefined;
}

/** Whether the thing copied has the name of the next step down from a folder above. */
const isNext = (source: string, folder: string, state: StateReach): boolean => {
  const step = source.split('/').at(-1) ?? '';
  return !/^\*+$/.test(step) && state.aheadOf(folder).some(([next = '']) => state.couldBe(step, next));
};

/** Where a command unpacks to; an undefined folder is the one it starts in. */
function unpacksInto(name: string, args: readonly string[]): { readonly folder: string | undefined } | undefined {
  const first = args[0] ?? '';
  switch (name) {
    case 'tar':
    case 'bsdtar':
    case 'gtar': {
      const letters = /^-/.test(first) ? args.filter((arg) => /^-[A-BD-Za-z]/.test(arg)).join('') : first;
      const isOut = /x/.test(letters) || args.some((arg) => /^--(?:extract|get)$/.test(arg));
      return isOut ? { folder: optionOf(args, '-C', '--directory') } : undefined;
    }
    case 'unzip':
      return args.some((arg) => /^-[A-Za-z]*[lvtZp]/.test(arg)) ? undefined : { folder: optionOf(args, '-d') };
    case '7z':
    case '7za':
    case '7zz':
      return /^[xe]$/.test(first) ? { folder: optionOf(args, '-o') } : undefined;
    case 'unrar':
      return /^[xe]$/.test(first) ? { folder: args.findLast((arg) => /[/\\]$/.test(arg)) } : undefined;
    case 'expand-archive':
      return { folder: optionOf(args, '-DestinationPath') ?? operands(args)[1] };
    case 'cpio':
      return args.some((arg) => /^-[a-z]*i|^--extract$/.test(arg))
        ? { folder: optionOf(args, '-D', '--directory') }
        : undefined;
    case 'jar':
      return /x/.test(first) ? { folder: optionOf(args, '-C') } : undefined;
    case 'patch':
      return args.includes('--dry-run') ? undefined : { folder: optionOf(args, '-d', '--directory') };
    case 'git':
      return args.includes('apply') ? { folder: optionOf(args, '-C', '--directory') } : undefined;
    default:
      return /^python[\d.]*$/.test(name) && args.some((arg) => /^(?:zipfile|tarfile)$/.test(arg)) && args.includes('-e')
        ? { folder: args.at(-1) }
        : undefined;
  }
}

/** Whether `find` acts on all that it finds from a folder above, unless it looks for names that no file of ours has. */
function finds({ args, folder }: Step, later: readonly Step[], { state, plain }: Ground): boolean {
  const end = args.findIndex((arg) => /^[-(!\\]/.test(arg));
  const starts = args.slice(0, end < 0 ? args.length : end);
  const places =
    starts.length === 0 ? (folder === undefined ? [] : [folder]) : starts.map((one) => from(one, folder, plain));
  const aheads = places.flatMap((place) => state.aheadOf(place));
  if (aheads.length === 0) return false;
  const run = args.flatMap((arg, i) =>
    /^-(?:exec|execdir|ok|okdir|x|X)$/.test(arg) ? [nameOf(args[i + 1] ?? '')] : [],
  );
  const acts =
    args.includes('-delete') ||
    run.some((name) => !LOOKS.test(name)) ||
    later.some(({ name, takesInput }) => takesInput && !LOOKS.test(name));
  if (!acts) return false;
  const names = args.flatMap((arg, i) => (/^-i?(?:name|path|wholename)$/.test(arg) ? [args[i + 1] ?? ''] : []));
  if (names.length === 0) return true;
  const ours = [...SAMPLES, ...aheads.flat()];
  return names.some((name) => ours.some((one) => state.couldBe(name.toLowerCase().split('/').at(-1) ?? '', one)));
}

const EXTRACTS =
  /extract|unzip|untar|unpack|decompress|expand|unarchive|inflate|restore|(?:copy|sync|mirror|move)_?(?:dir|folder|tree|recursive)/i;
const COPIES = /copy|move|rename|clone|sync|mirror|transfer|replicate|put_file|upload|download|install/i;
const ARCHIVE = /\.(?:zip|t?gz|tar|tbz2?|txz|7z|rar|bz2|xz|zst|jar)$/i;
/** Names of arguments that give the source. */
const SOURCE = /^(?:src|source|from|archive|file|input|origin|old|zip|path_from|local)/i;

/**
 * Where a tool other than a shell puts an archive, the contents of a folder, or something with the name of the next
 * step.
 */
export function fillsAbove(
  tool: string,
  values: readonly Value[],
  onlyReads: boolean,
  { state, plain }: Ground,
): { readonly at: Value; readonly how: Above } | undefined {
  const unpacks = EXTRACTS.test(tool);
  if (!unpacks && !COPIES.test(tool)) return undefined;
  // "Extract" may mean just reading, unless it is from an archive.
  if (onlyReads && !(unpacks && values.some(({ text }) => ARCHIVE.test(text)))) return undefined;
  const places = values.filter(
    ({ at, text, role }) =>
      at !== '/name' && role !== 'content' && text.length > 1 && text.length <= 4_096 && /[/\\~%$]|^\./.test(text),
  );
  let found: { at: Value; how: Above } | undefined;
  for (const at of places) {
    if (SOURCE.test(nameAt(at.at))) continue;
    const path = plain(at.text);
    const lands = places.some((other) => other !== at && isNext(plain(other.text), path, state));
    const how = lands ? 'reaches' : unpacks ? unpacking(path, state) : undefined;
    if (how === 'reaches') return { at, how };
    if (how !== undefined) found ??= { at, how };
  }
  return found;
}
