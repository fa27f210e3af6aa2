import { nameOf } from './words.ts';

/**
 * `ForEach-Object` and `%`. The grammar knows them only with blocks right behind them, and takes those for a part of the name;
 * called with `&` they are a command like any other.
 */
const EACH = /(?<=(?:^|[|;{(\n])\s{0,20}|=\s{1,20})(?:%|foreach-object)(?=[\s{`])[ \t]*/gi;

/** A script as its grammar reads all of it. */
export const asCalls = (script: string): string => script.replace(EACH, '& ForEach-Object ');

/** A variable, or a member of one, and nothing behind it: the folder of a named file hides little. */
const VARIABLE = /^"?\$\{?(?:(?:script|global|local|private):)?(\w{1,60})\}?(?:\.\w{1,60}|\[\w{1,20}\]){0,5}"?$/i;
/** What the shell itself fills with places of scripts. */
const OF_SHELL = /^(?:profile|pscommandpath|myinvocation)$/i;
const EXECUTES = /^(?:iex|invoke-expression)$/;

/**
 * Whether a command runs what a variable says, `& $x`, `. $x` and `iex $x`, and the script does not say where that comes from.
 * `$_` is whatever comes through a pipe. `handed` is what the pipe of the command begins with.
 */
export function hidesCommand(raw: readonly string[], handed: string, given: ReadonlySet<string>): boolean {
  const [first = '', ...args] = raw;
  const isExecuted = EXECUTES.test(nameOf(first));
  const words = args.filter((word) => !/^-\w+$/.test(word));
  const called = isExecuted ? (words.length === 0 ? handed : words.join(' ')) : first === '.' ? (args[0] ?? '') : first;
  const name = VARIABLE.exec(called.trim())?.[1]?.toLowerCase();
  return name !== undefined && !given.has(name) && !OF_SHELL.test(name);
}

/** The variable that a loop, a parameter or an assignment gives a value. */
export const givenIn = (text: string): string | undefined =>
  /\$(?:(?:script|global|local|private):)?(\w{1,60})/i.exec(text.slice(0, 200))?.[1]?.toLowerCase();
