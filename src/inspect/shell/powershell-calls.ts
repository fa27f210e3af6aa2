import { isWhatIf } from '../commands/files.ts';
import { areLeftovers } from '../commands/leftovers.ts';
import { operandsOf, valuesOf } from '../commands/options.ts';
import { nameOf } from './words.ts';

/**
 * `ForEach-Object` and `%`. The grammar knows them only with blocks right behind them, and takes those for a part of the name;
 * called with `&` they are a command like any other.
 */
const EACH = /(?<=(?:^|[|;{(\n])\s{0,20}|=\s{1,20})(?:%|foreach-object)(?=[\s{`])[ \t]*/gi;

/** The grammar wants a space before a comma between a name and a table: `select Name, @{ … }`. */
const BEFORE_TABLE = /(?<=\w),(?=\s{0,5}@\{)/g;

/** And between the names of columns: `select Name, Id`. */
const COLUMNS =
  /(?<=\|[ \t]{0,5})(?:select|sort|group|ft|fl|select-object|sort-object|group-object|format-table|format-list)[ \t][\w*, \t-]{1,400}/gi;

/** A script as its grammar reads all of it. */
export const asCalls = (script: string): string =>
  script
    .replace(EACH, '& ForEach-Object ')
    .replace(BEFORE_TABLE, ' ,')
    .replace(COLUMNS, (names) => names.replace(/[ \t]*,[ \t]*(?=[\w*])/g, ' ,'));

/** A variable, or a member of one, and nothing behind it: the folder of a named file hides little. */
const VARIABLE = /^"?\$\{?(?:(?:script|global|local|private):)?(\w{1,60})\}?(?:\.\w{1,60}|\[\w{1,20}\]){0,5}"?$/i;
/** What the shell itself fills with places of scripts. */
const OF_SHELL = /^(?:profile|pscommandpath|myinvocation)$/i;
const EXECUTES = /^(?:iex|invoke-expression)$/;
const READS = /^(?:get-content|gc|cat|type)\s/i;

/**
 * Whether a command runs what a variable or a file says, `& $x`, `. $x`, `iex $x`, `-ScriptBlock $x` and `gc x | iex`, and the
 * script does not say where that comes from.
 * `$_` is whatever comes through a pipe. `handed` is what the pipe of the command begins with.
 */
export function hidesCommand(raw: readonly string[], handed: string, given: ReadonlySet<string>): boolean {
  const [first = '', ...args] = raw;
  const isExecuted = EXECUTES.test(nameOf(first));
  const words = args.filter((word) => !/^-\w+$/.test(word));
  if (isExecuted && words.length === 0 && READS.test(handed)) return true;
  const block = args.findIndex((arg) => /^-scriptblock$/i.test(arg)) + 1;
  const called =
    block > 0
      ? (args[block] ?? '')
      : isExecuted
        ? words.length === 0
          ? handed
          : words.join(' ')
        : first === '.'
          ? (args[0] ?? '')
          : first;
  const name = VARIABLE.exec(called.trim())?.[1]?.toLowerCase();
  return name !== undefined && !given.has(name) && !OF_SHELL.test(name);
}

const REMOVES = /^(?:remove-item|ri|rm|del|erase|rd|rmdir)$/;
const LISTS_DEEP = /^(?:get-childitem|gci|ls|dir)\s(?:[^|]{0,200}\s)?-r/i;

/** Whether a command removes a list of files that nobody has seen, from the pipe or from options that are not said. */
export function removesHanded(raw: readonly string[], handed: string, given: ReadonlySet<string>): boolean {
  const [first = '', ...args] = raw;
  if (!REMOVES.test(nameOf(first)) || isWhatIf(args)) return false;
  const operands = operandsOf(args);
  if (operands.some((word) => /^@\w/.test(word) && !given.has(word.slice(1).toLowerCase()))) return true;
  if (operands.length > 0) return false;
  return READS.test(handed) || (LISTS_DEEP.test(handed) && !listsLeftovers(handed));
}

/** The same as for `find`: what is named or filtered is made again by a tool, and lies nowhere else on the machine. */
function listsLeftovers(command: string): boolean {
  const [, ...words] = command.toLowerCase().replace(/["']/g, '').trim().split(/\s+/);
  const filters = valuesOf(words, '-filter', '-include').flatMap((value) => value.split(','));
  const places = [...operandsOf(words, ['-filter', '-include', '-path']), ...valuesOf(words, '-path')];
  if (filters.length === 0 || places.some((place) => /^(?:[a-z]:|[\\/~$])/.test(place))) return areLeftovers(places);
  return areLeftovers(filters);
}

/** The variable that a loop, a parameter or an assignment gives a value. */
export const givenIn = (text: string): string | undefined =>
  /\$(?:(?:script|global|local|private):)?(\w{1,60})/i.exec(text.slice(0, 200))?.[1]?.toLowerCase();
