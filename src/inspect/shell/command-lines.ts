import type { Call } from '../../model/call.ts';
import type { JsonPointer, Leaf } from '../../model/json.ts';
import type { ToolFacts } from '../../model/tool.ts';
import { nameAt, type Value, valuesOf } from '../reading/place.ts';
import { certaintyOfProgram } from './program-text.ts';

/** A command found in an argument, as one line, and its place. */
export interface CommandLine {
  readonly at: JsonPointer;
  readonly text: string;
  /** What reads it. `either`: it looks like a program, but nothing rules out that it goes to a shell. */
  readonly reader: 'bash' | 'powershell' | 'interpreter' | 'either';
}

const IS_COMMAND =
  /^(?:cmd|commands?|command_?line|bash|shell|shell_?(?:cmd|command)|script|exec|run|program|executable)$/i;
const IS_LIST = /^(?:args?|argv|arguments|parameters|cmd|commands?)$/i;
const SAYS_SHELL = /shell|bash|terminal|command|exec|process|\bsh\b|cmd|run/i;
/** Queries have their own inspectors; parsed as shell, they would yield nothing but errors. */
const QUERIES = /sql|jq|xpath/i;
const IS_CODE = /^(?:code|expression|function|source|snippet|query|sql)$/i;

const quoted = (word: string): string => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/**
 * The commands in a call's arguments: in one text, in a list of words, or as a program with a list of its arguments.
 */
export function commandLines(call: Call, texts: readonly Leaf[]): readonly CommandLine[] | undefined {
  // Most tools take no commands, and nothing of theirs needs to be looked at.
  return takesCommands(call.tool) ? linesOf(call, valuesOf(call, texts)) : undefined;
}

const taking = new WeakMap<ToolFacts, boolean>();

/** Whether a tool executes something, or one of its arguments is a command. Told once: all calls share the facts. */
function takesCommands(tool: ToolFacts): boolean {
  let takes = taking.get(tool);
  if (takes === undefined) {
    takes = tool.powers.includes('execute') || Object.values(tool.roles).includes('command');
    taking.set(tool, takes);
  }
  return takes;
}

function linesOf(call: Call, values: readonly Value[]): readonly CommandLine[] | undefined {
  const canExecute = call.tool.powers.includes('execute');
  if (!canExecute && !values.some(({ role }) => role === 'command')) return undefined;
  const isQuery = QUERIES.test(call.target.name);
  const isPowershell = canExecute && /powershell|pwsh/i.test(`${call.target.name} ${call.target.upstream}`);
  let programs: CommandLine[] | undefined;
  let single: Value[] | undefined;
  let lists: Map<JsonPointer, string[]> | undefined;
  for (const value of values) {
    const { at, text, role } = value;
    if (at === '/name') continue;
    const isCommand = role === 'command';
    if (!isCommand && !canExecute) continue;
    const name = nameAt(at);
    const certainty = certaintyOfProgram(call, value, values);
    if (certainty !== undefined) {
      programs ??= [];
      programs.push({ at, text, reader: certainty === 'said' ? 'interpreter' : 'either' });
      continue;
    }
    if (IS_CODE.test(name) ? !SAYS_SHELL.test(call.target.name) : isQuery && !IS_COMMAND.test(name)) continue;
    const slash = at.lastIndexOf('/');
    if (/^\d+$/.test(at.slice(slash + 1)) && (isCommand || IS_LIST.test(name))) {
      lists ??= new Map();
      const parent = at.slice(0, slash);
      const words = lists.get(parent);
      if (words === undefined) lists.set(parent, [text]);
      else words.push(text);
    } else if (isCommand || IS_COMMAND.test(name)) {
      single ??= [];
      single.push(value);
    }
  }
  if (single === undefined && lists === undefined) return programs;
  const commands = joined(single ?? [], lists ?? new Map(), isPowershell ? 'powershell' : 'bash');
  return programs === undefined ? commands : [...programs, ...commands];
}

function joined(
  single: readonly Value[],
  lists: Map<JsonPointer, string[]>,
  reader: 'bash' | 'powershell',
): readonly CommandLine[] {
  const lines: CommandLine[] = [];
  for (const { at, text } of single) {
    const folder = at.slice(0, at.lastIndexOf('/'));
    const rest = [...lists].find(
      ([list]) =>
        list.slice(0, list.lastIndexOf('/')) === folder && /^(?:args?|argv|arguments|parameters)$/i.test(nameAt(list)),
    );
    if (rest === undefined) lines.push({ at, text, reader });
    else {
      lists.delete(rest[0]);
      lines.push({ at, text: [text, ...rest[1].map(quoted)].join(' '), reader });
    }
  }
  for (const [at, words] of lists) {
    // If the first word contains spaces, each element of the list is a command of its own.
    if (/\s/.test(words[0] ?? ''))
      for (const [i, text] of words.entries()) lines.push({ at: `${at}/${i}`, text, reader });
    else lines.push({ at, text: words.map(quoted).join(' '), reader });
  }
  return lines;
}
