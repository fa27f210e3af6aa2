import { operandsOf } from '../../commands/options.ts';
import { isKnown, SOMETHING } from './expansion.ts';
import { outputOf } from './output.ts';
import type { Variables, Words } from './variables.ts';

/** What a command of the shell's own, or one that gives things other names, changes for the commands after it. */
export function follow(
  name: string,
  args: readonly string[],
  lines: Words | undefined,
  known: Variables,
  gaps: RegExp = /\s+/,
): void {
  switch (name) {
    case 'cd':
    case 'chdir':
      if (args.at(-1) === '-') known.goBefore();
      else known.go(lookedUp(folderIn(args, '~'), known));
      break;
    case 'pushd':
      known.goFor(folderIn(args, SOMETHING));
      break;
    case 'popd':
      if (args.length === 0) known.goBack();
      else known.go(SOMETHING);
      break;
    case 'set': {
      const values = args[0] === '--' ? args.slice(1) : /^[-+]/.test(args[0] ?? '-') ? undefined : args;
      if (values !== undefined) known.set('@', [values]);
      break;
    }
    case 'shift': {
      const count = Number(args[0] ?? 1);
      const held = known.valuesOf('@');
      if (held !== undefined) known.set('@', Number.isNaN(count) ? [] : held.map((words) => words.slice(count)));
      break;
    }
    case 'read':
      readInto(operandsOf(args, ['-p', '-d', '-n', '-N', '-t', '-u', '-i']), lines, known, gaps);
      break;
    case 'mapfile':
    case 'readarray':
      known.set(
        operandsOf(args, ['-d', '-n', '-O', '-s', '-u', '-C', '-c'])[0] ?? 'MAPFILE',
        lines === undefined ? [] : [lines],
      );
      break;
    case 'printf': {
      const [to, ...rest] = args[0] === '-v' ? args.slice(1) : [];
      const printed = to === undefined ? undefined : outputOf(['printf', ...rest], undefined);
      if (to !== undefined) known.set(to, printed === undefined ? [] : [[printed]]);
      break;
    }
    case 'ln':
    case 'mv': {
      const [from = '', to = '', ...more] = operandsOf(args, ['-t', '-S']);
      const isLink = name === 'mv' || args.some((arg) => /^-[a-z]*s|^--symbolic$/.test(arg));
      if (isLink && to !== '' && more.length === 0 && isKnown(from + to)) known.link(linkName(from, to), from);
      break;
    }
    default:
  }
}

/** A folder where `CDPATH` says that it may lie. */
function lookedUp(to: string, known: Variables): string {
  const [path = ''] = known.valuesOf('CDPATH')?.flat() ?? [];
  const first = path.split(':').find((one) => !/^\.?$/.test(one));
  return first === undefined || /^(?:[/~]|\.{1,2}(?:\/|$))/.test(to) ? to : `${first.replace(/\/$/, '')}/${to}`;
}

/** Where a command goes; what is told from where one was before is not known. */
function folderIn(args: readonly string[], otherwise: string): string {
  const to = args.filter((arg) => !/^-(?:-|[LPe@]+)$/.test(arg)).at(-1) ?? otherwise;
  return /^[-+]/.test(to) ? SOMETHING : to;
}

const linkName = (from: string, to: string): string =>
  /(?:^|\/)\.{0,2}\/?$/.test(to) ? `${to.replace(/\/?$/, '/')}${from.replace(/\/+$/, '').split('/').at(-1) ?? ''}` : to;

/** The last of several names takes the rest of a line. Each line may be the one that is read. */
function readInto(names: readonly string[], lines: Words | undefined, known: Variables, gaps: RegExp): void {
  for (const [i, name] of names.entries()) {
    const isLast = i === names.length - 1;
    const values = lines?.map((line) => {
      const words = line.trim().split(gaps);
      return [isLast ? words.slice(i).join(' ') : (words[i] ?? '')];
    });
    known.set(name, values ?? []);
  }
}

/** Commands whose words are files, except for options. */
const OF_FILES =
  /^(?:rm|rmdir|unlink|shred|srm|trash|mv|cp|ln|install|tee|touch|truncate|mkdir|chmod|chown|chgrp|cat|head|tail|less|more|nl|tac|rsync|find|zip|base64|xxd|nano|vi|vim|code|source|\.)$/;
/** The same, where only the last word surely is a file. */
const OF_LAST_FILE = /^(?:sed|perl|[gmn]?awk|jq|yq|e?grep|rg|patch)$/;
/** What is removed or moved is a link itself, not what it leads to. */
const OF_LINKS = /^(?:rm|rmdir|unlink|srm|trash|mv|ln|find)$/;

/** Options with a value behind them that is no file. */
const VALUED: Readonly<Record<string, RegExp>> = {
  truncate: /^-s$/,
  install: /^-[mog]$/,
  head: /^-[nc]$/,
  tail: /^-[ncs]$/,
  mkdir: /^-m$/,
  touch: /^-[dt]$/,
  base64: /^-w$/,
  xxd: /^-[cls]$/,
  rsync: /^-e$/,
};
/** Commands whose first word says what is done to the files behind it. */
const OF_MODES = /^ch(?:mod|own|grp)$/;

/** Whether one of the words of a command with files is a file, or an option's value, a mode or a test. */
export function isFileAt(name: string, args: readonly string[], at: number): boolean {
  if (name === 'find') return !args.slice(0, at + 1).some((arg) => /^[-(!]/.test(arg));
  if (OF_MODES.test(name)) return args.slice(0, at).some((arg) => !arg.startsWith('-'));
  return VALUED[name]?.test(args[at - 1] ?? '') !== true;
}

export const placesFiles = (name: string): 'all' | 'last' | undefined =>
  OF_FILES.test(name) ? 'all' : OF_LAST_FILE.test(name) ? 'last' : undefined;
export const goesThroughLinks = (name: string): boolean => !OF_LINKS.test(name);

const FLAGS = /^(?:[-+](?:[eux]+|[eux]{0,9}o (?:pipefail|errexit|nounset|xtrace))(?: |$)){1,9}$/;

/** What `set` is told: to end where a command fails, or something that no other command depends on; undefined for all else. */
export function flagsOf(args: readonly string[]): 'stops' | 'others' | undefined {
  const flags = args.join(' ');
  // Without a dash before it, a word and all that come next are arguments of the script.
  if (!FLAGS.test(flags) || /\+\w*[eo]/.test(flags)) return undefined;
  return /-(?:[ux]*e|\w*o errexit)/.test(flags) ? 'stops' : 'others';
}
