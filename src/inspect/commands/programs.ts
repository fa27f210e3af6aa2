import { type Deed, judgeWrite } from '../shell/deeds.ts';
import { MOST_SHELLED, readCode, TOO_MANY } from './code.ts';

/** Longest program that is read, in UTF-16 units. */
const LONGEST = 32_768;
/** Code is read in pieces of this size; they overlap by the maximum length of one call. */
const PIECE = 8_000;
const OVERLAP = 1_000;
const MOST_NAMES = 20;

const unread = (message: string, severity: 'medium' | 'high' = 'medium'): Deed => ({
  kind: 'shell.unparsed',
  severity,
  message,
});
const TOO_LONG = unread('Is a program that is too long to be read.', 'high');
const MADE_COMMAND = unread('Runs a command that is only put together while the program runs.');
const MADE_CODE = unread('Runs code that is only put together while the program runs.');

/** Lines that a notebook passes to a shell: `!ls`, `%pip install x`. SHELL_CELL matches whole cells. */
const MAGIC = /^[ \t]{0,40}(?:!{1,2}|%(?:sx|system)[ \t]|%(?=(?:pip|conda|mamba|uv)[ \t]))(.{1,2000})$/gm;
const SHELL_CELL = /^\s{0,200}%%(?:bash|sh|zsh|system|sx|script[ \t]+(?:ba|z)?sh)\b.{0,200}\n/;
/** A program and its arguments as a list: `run(['rm', '-r', x])`, `spawn('rm', ['-r', x])`. */
const LISTED =
  /\b(?:run|call|Popen|check_output|check_call|spawn(?:Sync)?|execFile(?:Sync)?|execv\w?)\s{0,5}\(\s{0,20}(?:(["'])([^"'\\\n]{1,200})\1\s{0,20},\s{0,20})?\[([^\]]{0,1000})\]/g;
const WORD = /[frbuFRBU]{0,2}(?:"((?:[^"\\]|\\.){0,500})"|'((?:[^'\\]|\\.){0,500})')|([\w.]{1,80})/g;
/** A command that is not a string literal here, but a name or the result of a call. */
const MADE =
  /\b(?:os\.(?:system|popen)|subprocess\.(?:run|call|Popen|check_output|check_call|getoutput)|(?:child_process|cp)\.exec(?:Sync)?|(?<![.\w])execSync|shell_exec|passthru)\s{0,5}\(\s{0,20}(?:args\s{0,3}=\s{0,3})?([A-Za-z_$][\w.$]{0,80})\s{0,5}(?=[,)(+%]|\.)/g;
/** A command in a template string. */
const TEMPLATE = /\b(?:exec(?:Sync)?|spawn(?:Sync)?|system|popen)\s{0,5}\(\s{0,5}`([^`]{1,500})`/g;
/** `eval` and `exec` of something other than a literal; not a regular expression's `exec`, or a method of that name. */
const EVALUATED = /(?<![\w.$])(?:eval|exec|new\s{1,5}Function)\s{0,5}\(\s{0,20}(?!["'`]|[frb]{1,2}["'])[\w$]/;
const OPENED =
  /\bopen\s{0,5}\(\s{0,5}[rf]{0,2}(["'])([^"'\n]{1,300})\1\s{0,5},\s{0,5}(?:mode\s{0,3}=\s{0,3})?["'][wax+bt]{0,4}[wax+]/g;

/** Code in which backticks enclose strings. Elsewhere they enclose commands. */
const HAS_TEMPLATES = /\$\{|=>|\b(?:const|let|function|await)\b/;

export interface ReadProgram {
  readonly deeds: readonly Deed[];
  readonly shelled: readonly string[];
  /** Strings that are commands only if the program is not JavaScript, as it seems to be. */
  readonly doubtful: readonly string[];
}

/** What a whole program would do by itself, judged by the calls in it, and the strings that it passes to a shell. */
export function readProgram(code: string): ReadProgram {
  if (code.length > LONGEST) return { deeds: [TOO_LONG], shelled: [], doubtful: [] };
  const cell = SHELL_CELL.exec(code);
  if (cell !== null) return { deeds: [], shelled: [code.slice(cell[0].length)], doubtful: [] };
  const deeds = new Set<Deed>();
  const shelled = new Set<string>();
  const ticked = new Set<string>();
  const carried: string[] = [];
  for (let at = 0; at === 0 || at < code.length - OVERLAP; at += PIECE - OVERLAP) {
    const read = readCode(code.slice(at, at + PIECE));
    if (read.deed !== undefined) deeds.add(read.deed);
    for (const text of read.shelled) shelled.add(text);
    if (read.carried !== '') carried.push(read.carried);
    for (const text of read.ticked) ticked.add(text);
  }
  for (const [, text = ''] of code.matchAll(MAGIC)) shelled.add(text);
  for (const [, text = ''] of code.matchAll(TEMPLATE)) shelled.add(text);
  for (const [, , program, list = ''] of code.matchAll(LISTED)) {
    const words = listed(list);
    if (program !== undefined) words.unshift(program);
    if (words.length > 0) shelled.add(words.join(' '));
  }
  const names = new Set([...code.matchAll(MADE)].map(([, name = '']) => name));
  for (const [i, name] of [...names].entries()) {
    const text = i < MOST_NAMES ? literalOf(code, name) : undefined;
    if (text === undefined) deeds.add(MADE_COMMAND);
    else shelled.add(text);
  }
  if (EVALUATED.test(code)) deeds.add(MADE_CODE);
  for (const [, , file = ''] of code.matchAll(OPENED)) {
    const deed = judgeWrite(file);
    if (deed !== undefined) deeds.add(deed);
  }
  const isScript = HAS_TEMPLATES.test(code);
  if (!isScript) for (const text of ticked) shelled.add(text);
  if (shelled.size > MOST_SHELLED) deeds.add(TOO_MANY);
  return {
    deeds: [...deeds],
    shelled: [...(carried.length === 0 ? [] : [carried.join('\n')]), ...[...shelled].slice(0, MOST_SHELLED)],
    doubtful: isScript ? [...ticked].slice(0, MOST_SHELLED) : [],
  };
}

/** Joins a list's items into one command line; an item that is not a literal becomes a variable, `$name`. */
function listed(list: string): string[] {
  const words: string[] = [];
  for (const [, double, single, name = ''] of list.matchAll(WORD)) {
    const text = double ?? single;
    if (text === undefined) words.push(`$${name}`);
    else words.push(/^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  }
  return words;
}

/** The string assigned to a name, if exactly one is and it is a complete literal. */
function literalOf(code: string, name: string): string | undefined {
  if (!/^[\w$]+$/.test(name)) return undefined;
  const given = [
    ...code.matchAll(
      new RegExp(`(?<![\\w.$])${name.replaceAll('$', '\\$')}\\s{0,5}\\+?=(?!=)\\s{0,5}(.{0,2000})`, 'g'),
    ),
  ];
  const only = given.length === 1 ? given[0]?.[1]?.trim() : undefined;
  return only === undefined ? undefined : /^(["'])((?:[^"'\\]|(?!\1)["'])*)\1;?$/.exec(only)?.[2];
}
