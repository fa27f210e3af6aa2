import { ITEM_VALUES, isWhatIf } from '../../commands/files.ts';
import { type Deed, listed, processes, services } from '../deeds.ts';
import { isText } from '../node.ts';
import { nameOf } from '../words.ts';
import { namedWhere } from './filters.ts';
import { isVariable, type Origin, type Origins, originOf, variableIn } from './origins.ts';

/**
 * `ForEach-Object` and `%`. The grammar knows them only with blocks right behind them, and takes those for a part of the name;
 * called with `&` they are a command like any other.
 */
const EACH = /(?<=(?:^|[|;{(\n])\s{0,20}|=\s{1,20})(?:%|foreach-object)(?=[\s{`])[ \t]*/gi;

/**
 * The grammar wants a space before a comma between a bare word and whatever else: `del bin, obj`, `select Name, @{ … }`,
 * `select @{ … }, Name`. What stands in quotes stays as it is.
 */
const COMMA =
  /'[^'\n]{0,2000}'|"[^"\n]{0,2000}"|(?<=[\w*\\/.)\]}'"-])[ \t]{0,5},[ \t\n]{0,9}(?=[\w*\\/.~@$({['"])|(?<=\b\d{1,15})[KMGTP]B\b/g;
const spaced = (part: string, at: number, script: string): string => {
  if (/^['"]/.test(part)) return part;
  // It knows sizes in small letters alone.
  if (part.endsWith('B')) return part.toLowerCase();
  if (/[\w*\\/.~]/.test(script.charAt(at + part.length))) return ' ,';
  return /[\w*\\/.-]/.test(script.charAt(at - 1)) ? ' , ' : part;
};

/** A script as its grammar reads all of it. */
export const asCalls = (script: string): string => script.replace(EACH, '& ForEach-Object ').replace(COMMA, spaced);

/** A variable, or a member of one, perhaps in a pipe, and nothing behind it: the folder of a named file hides little. */
const VARIABLE =
  /^"?\$\{?(?:(?:script|global|local|private):)?(\w{1,60})\}?(?:\.\w{1,60}|\[\w{1,20}\]){0,5}"?(?:\s{0,20}\||$)/i;
/** What the shell itself fills with places of scripts. */
const OF_SHELL = /^(?:profile|pscommandpath|myinvocation)$/i;
const EXECUTES = /^(?:iex|invoke-expression)$/;
const STARTS = /^(?:icm|invoke-command|start-job|sajb|start-threadjob)$/;
const PROGRAMS = /^(?:start-process|saps|start|powershell|pwsh)$/;
const OF_POWERSHELL = /\b(?:powershell|pwsh)\b/i;
const SCRIPTS = /^-(?:sc\w*|filepath|command)$/i;
const VALUED =
  /^-(?:computername|cn|session|argumentlist|args|credential|name|inputobject|throttlelimit|port|configurationname|initializationscript|hostname)$/i;

/** What a command is given besides its words. */
export interface Handed {
  /** Its pipe as far as before it. */
  readonly first: string;
  /** The pipe that its block stands in, as far as before that: `$_` comes from there. */
  readonly around: string;
  /** Variables that the script gives a value, whatever it is. */
  readonly given: ReadonlySet<string>;
  readonly origins: Origins;
  /** What holds where it stands: the conditions of the `if` around it. */
  readonly conditions: readonly string[];
}

/** Where an expression comes from, `$_` included. */
export function originIn(text: string, handed: Handed): Origin | undefined {
  const { origins, conditions } = handed;
  const name = variableIn(text);
  const named = name === undefined ? undefined : namedByAny(conditions, name);
  if (name === undefined || !/^(?:_|psitem)$/.test(name)) return originOf(text, origins, named);
  const own = origins.get('_');
  const origin = own === undefined || own === 'made' ? originOf(handed.around, origins, named) : own;
  // A folder's parent is not the folder, and neither is what was put into its place.
  return origin === 'made' && (!isVariable(text) || handed.given.has('_')) ? 'listed' : origin;
}

function namedByAny(conditions: readonly string[], name: string): readonly string[] | undefined {
  for (const condition of conditions) {
    const named = namedWhere(condition, name);
    if (named !== undefined) return named;
  }
  return undefined;
}

/** What a command runs of what it is given, as written; empty where it runs nothing but what it is. */
function ranBy(raw: readonly string[], handed: Handed): readonly string[] {
  const [first = '', ...args] = raw;
  const name = nameOf(first.replace(/^["']|["']$/g, ''));
  if (first === '.') return args.slice(0, 1);
  if (EXECUTES.test(name)) {
    const words = args.filter((word) => !/^-\w+$/.test(word));
    return [words.length === 0 ? handed.first : words.join(' ')];
  }
  if (STARTS.test(name)) {
    const at = args.findIndex((arg) => SCRIPTS.test(arg)) + 1;
    const words = args.filter((arg, i) => !arg.startsWith('-') && !VALUED.test(args[i - 1] ?? ''));
    return at > 0 ? args.slice(at, at + 1) : words.slice(-1);
  }
  if (PROGRAMS.test(name) && raw.some((word) => OF_POWERSHELL.test(word)))
    return args.flatMap((arg) => (arg.match(/\$\w{1,60}/g) ?? []).slice(0, 20).concat(/^["(]/.test(arg) ? arg : []));
  return /^["($]/.test(first) ? [first] : [];
}

/**
 * Whether a command runs what a variable or a file says: `& $x`, `iex (gc x)`, `icm web01 $s`, `gc x | iex`. A variable that
 * the script fills from elsewhere is read where that is done, and may name a tool.
 */
export function hidesCommand(raw: readonly string[], handed: Handed): boolean {
  const isTool = (text: string): boolean => text === raw[0] && text.startsWith('$') && !text.startsWith('$(');
  return ranBy(raw, handed).some((text) => {
    const name = VARIABLE.exec(text.trim())?.[1]?.toLowerCase();
    if (name !== undefined && !handed.given.has(name) && !OF_SHELL.test(name)) return true;
    return !isTool(text) && originIn(text, handed) === 'read';
  });
}

/** Whether a command runs a script, or a text as one, that something before it has fetched. */
export const runsGiven = (raw: readonly string[], handed: Handed): readonly string[] =>
  STARTS.test(nameOf(raw[0] ?? '')) || PROGRAMS.test(nameOf(raw[0] ?? ''))
    ? [...ranBy(raw, handed), ...(raw.some((word) => OF_POWERSHELL.test(word)) ? raw.slice(1) : [])]
    : [];

const REMOVES = /^(?:ri|rm|del|erase|rd|rmdir|clc|clear-content|remove-(?:item|ciminstance|wmiobject|service))$/;
export const isRemoval = (name: string): boolean => REMOVES.test(name);
const STOPS = /^(?:stop-process|spps|kill)$/;
const EACH_OF = /^(?:foreach-object|foreach|%)$/;
const ENDS = /^(?:delete|kill|stop|terminate|pause|close)$/i;

const DEEDS: Readonly<Record<Origin, Deed | undefined>> = {
  read: listed,
  listed,
  services,
  processes,
  made: undefined,
};

/** What a command is about: its operands, or what its pipe begins with. */
function objectsOf(args: readonly string[], handed: Handed): readonly string[] {
  const operands = args.filter((arg, i) => !/^-./.test(arg) && !ITEM_VALUES.includes(args[i - 1] ?? ''));
  return operands.length === 0 ? [handed.first] : operands;
}

/** Whether a command removes only what a search has found that looks for what is made again, or what a list names of that. */
export function removesMade([first = '', ...args]: readonly string[], handed: Handed): boolean {
  if (!isRemoval(nameOf(first))) return false;
  const objects = objectsOf(args, handed);
  // What is said itself is judged as such.
  const isSaid = objects.every((text) => text !== handed.first && isText(text) && !text.includes('$'));
  return !isSaid && objects.every((text) => originIn(text, handed) === 'made');
}

/** What a command does to a list that nobody has seen, from the pipe, from a variable or from options that are not said. */
export function actsOnList(raw: readonly string[], handed: Handed): Deed | undefined {
  const [first = '', ...args] = raw;
  const name = nameOf(first);
  if (EACH_OF.test(name)) {
    const member = args.find((arg) => !arg.startsWith('-')) ?? '';
    const origin = ENDS.test(member) ? originIn(handed.first, handed) : undefined;
    return origin === undefined || origin === 'read' ? undefined : DEEDS[origin];
  }
  const removes = isRemoval(name);
  if ((!removes && !STOPS.test(name)) || isWhatIf(args)) return undefined;
  const objects = objectsOf(args, handed);
  if (objects.some((word) => /^@\w/.test(word) && !handed.given.has(word.slice(1).toLowerCase()))) return listed;
  const origins = objects.map((text) => originIn(text, handed));
  const origin = origins.find((one) => one !== undefined && one !== 'made' && (removes || one !== 'read'));
  return origin === undefined ? undefined : DEEDS[origin];
}

const CALL = /^([\s\S]{1,400}?)\.(delete|kill|stop|terminate|pause|close)\(/i;
const DELETES_EACH = /^\[(?:system\.)?io\.file\]::delete\(\s{0,5}(\$[\s\S]{1,100})/i;
const FOUND_HERE = /^(?:get-(?:childitem|item)|gci|gi|ls|dir)\b/i;
const EACH_ITEM = /^\$(?:_|psitem)(?:\.\w{1,60})?\)?$/i;
const LISTS = /^(?:get-childitem|gci|ls|dir)$/i;
const NARROWS = /[|;{]|^-(?!(?:path|literalpath|force|file|hidden|directory)$)|[*?[](?!["']?$)|[^\\/"'][*?]/i;

/** Whether an expression lists a folder and leaves nothing out: no filter, no pattern for names, no pipe. */
function listsAll(text: string): boolean {
  const bare = text.trim().replace(/^\(|\)$/g, '');
  const [command = '', ...words] = bare.trim().split(/\s+/);
  return LISTS.test(command) && !words.some((word) => NARROWS.test(word));
}

/** What a call of a method does to such a list: `(gci -r).Delete()`, `$p.Kill()`. */
export function callsOnList(text: string, handed: Handed): Deed | undefined {
  const read = text.slice(0, 500);
  const [, target, method = ''] = CALL.exec(read) ?? [];
  const named = target ?? DELETES_EACH.exec(read)?.[1];
  if (named === undefined) return undefined;
  const origin = originIn(named, handed);
  if (origin !== undefined) return origin === 'read' ? undefined : DEEDS[origin];
  const isDeletion = target === undefined || /^delete$/i.test(method);
  if (!isDeletion) return undefined;
  if (!EACH_ITEM.test(named)) return listsAll(named) ? listed : undefined;
  // Whatever comes through the pipe, unless that is said by name.
  const isAny = target !== undefined && !named.includes('.') && !FOUND_HERE.test(handed.around);
  return isAny || listsAll(handed.around) ? listed : undefined;
}
