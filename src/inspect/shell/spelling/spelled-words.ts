import type { Steps } from '../../../model/steps.ts';
import { type SyntaxNode, unquote } from '../node.ts';
import {
  changed,
  END_UNKNOWN,
  type Expansion,
  gapsOf,
  isKnown,
  readExpansion,
  SOMETHING,
  UNKNOWN,
  unknown,
} from './expansion.ts';
import { counted } from './output.ts';
import type { Each } from './spelling.ts';
import type { Words } from './variables.ts';

/** What is known around a word: what variables hold here, and what substitutions print. */
export interface Surroundings {
  held(name: string): Words | undefined;
  /** `${A:=b}` */
  give(name: string, words: Words): void;
  printedBy(substitution: SyntaxNode): Steps<string | undefined>;
  /** A node as written, each named part of it as `each` says. */
  copy(node: SyntaxNode, each: Each): Steps<string>;
  /** What stands in a substitution, spelled. */
  spell(substitution: SyntaxNode): Steps<string>;
  /** Whether a variable goes through whatever lies somewhere. */
  isAny(name: string): boolean;
  /** Whether a path goes on there. */
  isPathAt(at: number): boolean;
  /** Counts work; once it is false, everything stays as written. */
  spend(amount: number): boolean;
  /** Whether it is time to pause. */
  rests(): boolean;
  /** Does what lies a level deeper; undefined, and not done, where that is too deep. */
  deeper<T>(act: () => Steps<T>): Steps<T | undefined>;
}

/** Whether a value says anything: not what a command prints whose output is unknown, and no way up from there. */
export const says = (words: Words): boolean =>
  !(words[0]?.startsWith(SOMETHING) === true && (words[0] === SOMETHING || words[0].includes('..')));

/** The words of an expansion; undefined where it stays as written. */
function* expanded(node: SyntaxNode, here: Surroundings): Steps<Words | undefined> {
  const expansion = readExpansion(node.text);
  if (expansion === undefined) return undefined;
  const name = expansion.isIndirect ? here.held(expansion.name)?.[0] : expansion.name;
  if (name === undefined) return undefined;
  const held = here.held(name);
  const other = yield* here.deeper(() => replaced(node, name, expansion, held, here));
  if (other !== undefined) return other;
  if (held === undefined) return undefined;
  const { index, operator, rest } = expansion;
  const isList = /^[@*]$/.test(index ?? name);
  const words = isList ? held : [held[Number(index ?? 0)] ?? ''];
  const after = words.map((word) => changed(word, operator, rest));
  if (here.isAny(name) && after.some((word) => ANY_NAME.test(word ?? '')) && !here.isPathAt(node.endIndex))
    return undefined;
  return after.includes(undefined) ? undefined : (after as string[]);
}

/** A pattern for whatever lies here says nothing of a name, but of what lies in that. */
export const ANY_NAME = /^(?:\.\/)?[*?[][^/]*\/?$/;

/** What `:-` and its like put in the place of a value. */
function* replaced(
  node: SyntaxNode,
  name: string,
  { operator }: Expansion,
  held: Words | undefined,
  here: Surroundings,
): Steps<Words | undefined> {
  if (!/^:?[-=+]$/.test(operator)) return undefined;
  const isSet = held !== undefined && !(operator.startsWith(':') && held.join('') === '');
  const isGiven = operator.endsWith('=') && !isSet;
  if (operator.endsWith('+') ? held !== undefined && !isSet : isSet) return operator.endsWith('+') ? [''] : undefined;
  let text = '';
  for (const part of node.namedChildren.slice(1)) if (part !== null) text += yield* textOf(part, here);
  if (isGiven) here.give(name, [text]);
  return [text];
}

/** The text that a word stands for, its quotes undone; what is unknown of it stays in as written. */
export function* textOf(node: SyntaxNode, here: Surroundings): Steps<string> {
  const { type, text } = node;
  if (!here.spend(1)) return SOMETHING;
  if (here.rests()) yield;
  switch (type) {
    case 'word':
    case 'number':
    case 'brace_expression':
    case 'variable_name':
    case 'extglob_pattern':
    case 'regex':
      return text.replace(/\\\n/g, '').replace(/\\([\s\S])/g, '$1');
    case 'raw_string':
      return text.slice(1, -1);
    case 'ansi_c_string':
      return unquote(text);
    case 'string_content':
      return text.replace(/\\(["\\$`])/g, '$1');
    case 'string':
      if (MISREAD.test(text)) return SOMETHING;
      return (yield* here.copy(node, (part) => textOf(part, here))).slice(1, -1);
    case 'concatenation':
    case 'command_name':
      if (MISREAD.test(text)) return SOMETHING;
      return yield* here.copy(node, (part) => textOf(part, here));
    case 'simple_expansion':
    case 'expansion':
      return (yield* expanded(node, here))?.join(' ') ?? asWritten(text);
    case 'command_substitution':
      return (yield* here.printedBy(node)) ?? SOMETHING;
    default:
      return SOMETHING;
  }
}

/** A variable that nothing is known of is told by its name; what else there is in braces is not worth telling. */
const asWritten = (text: string): string =>
  /^\$\{?HOME\}?$/.test(text) ? '~' : /^\$(?:\w+|\{\w+\})$/.test(text) ? unknown(text) : SOMETHING;

/** What the grammar takes apart in the wrong places: a length or a start that is a variable itself. */
const MISREAD = /\$\{\w+:[^}"]{0,40}\$/;
const EXPANDS = /^(?:simple_expansion|expansion|command_substitution)$/;

/** The words that a node becomes: a list has several, and what is not quoted is split. */
export function* wordsIn(node: SyntaxNode, here: Surroundings): Steps<Words> {
  const { type } = node;
  if (type === 'array') {
    const list: string[] = [];
    for (const part of node.namedChildren) if (part !== null) list.push(...(yield* wordsIn(part, here)));
    return list;
  }
  const parts = node.namedChildren;
  const only = parts.length === 1 ? parts[0] : undefined;
  if (type === 'command_name' && only != null) return yield* wordsIn(only, here);
  if (type === 'string' && only != null && /^"\$\{?[\w!]*\[?[@*]\]?\}?"$/.test(node.text))
    return (yield* expanded(only, here)) ?? [yield* textOf(node, here)];
  const value = yield* textOf(node, here);
  const isSplit =
    EXPANDS.test(type) || (type === 'concatenation' && parts.some((part) => EXPANDS.test(part?.type ?? '')));
  const gaps = isSplit && isKnown(value) ? gapsOf(here.held('IFS')?.[0]) : undefined;
  if (isSplit && gaps === undefined && isKnown(value)) return [SOMETHING];
  const words = gaps === undefined ? [value] : value.split(gaps).filter((word) => word !== '');
  return /^(?:concatenation|brace_expression)$/.test(type) ? words.flatMap(choices) : words;
}

/** `{1..3}` counts up, or down. */
const rangeOf = ([from = 0, to = 0]: readonly number[]): readonly string[] | undefined =>
  counted([from, to < from ? -1 : 1, to])?.split('\n');

/** `{a,b}/c` is two words. */
function choices(word: string): readonly string[] {
  const [, before = '', list, after = ''] =
    /^([^{}]*)\{([^{}]*,[^{}]*|-?\d{1,6}\.\.-?\d{1,6})\}([^{}]*)$/.exec(word) ?? [];
  if (list === undefined || !isKnown(word)) return [word];
  const items = list.includes(',') ? list.split(',') : rangeOf(list.split('..').map(Number));
  return items?.map((one) => before + one + after) ?? [word];
}

/** A word as it would be written without variables. */
export function* spelledWord(node: SyntaxNode, here: Surroundings, isQuoted = false): Steps<string> {
  const { type } = node;
  if (!here.spend(1)) return node.text;
  if (here.rests()) yield;
  switch (type) {
    case 'simple_expansion':
    case 'expansion': {
      const words = isQuoted || gapsOf(here.held('IFS')?.[0]) !== undefined ? yield* expanded(node, here) : undefined;
      if (words !== undefined) return writtenOut(words, isQuoted, here);
      if (!/\$\(|`/.test(node.text)) return node.text;
      return (yield* here.deeper(() => here.copy(node, (part) => spelledWord(part, here, true)))) ?? node.text;
    }
    case 'command_substitution': {
      const printed = yield* here.printedBy(node);
      return printed === undefined ? yield* here.spell(node) : writtenOut([printed], isQuoted, here);
    }
    case 'string':
    case 'heredoc_body':
      if (MISREAD.test(node.text)) return node.text;
      return yield* here.copy(node, (part) => spelledWord(part, here, true));
    case 'concatenation':
    case 'command_name':
    case 'array':
    case 'subscript':
      if (MISREAD.test(node.text)) return node.text;
      return yield* here.copy(node, (part) => spelledWord(part, here, isQuoted));
    case 'process_substitution':
      return yield* here.spell(node);
    default:
      return node.text;
  }
}

function writtenOut(words: Words, isQuoted: boolean, here: Surroundings): string {
  const gaps = gapsOf(here.held('IFS')?.[0]);
  const parted = (value: string): string => unquoted(gaps && isKnown(value) ? value.split(gaps).join(' ') : value);
  const text = isQuoted ? words.map(inQuotes).join('" "') : words.map(parted).join(' ');
  here.spend(text.length);
  return text;
}

const escaped = (value: string, signs: RegExp): string =>
  value
    .split(UNKNOWN)
    .map((part, i) => {
      const end = i === 0 ? -1 : part.indexOf(END_UNKNOWN);
      return part.slice(0, Math.max(end, 0)) + part.slice(end + 1).replace(signs, '\\$&');
    })
    .join('');
const inQuotes = (value: string): string => escaped(value, /["\\$`]/g);
/** Blanks part words and patterns stand for names, as in the value of a variable that is not quoted. */
const unquoted = (value: string): string => escaped(value.replace(/\s+/g, ' '), /[\\"'`$;&|<>()#]/g);
/** A value as one word. */
export const oneWord = (value: string): string =>
  value === '' ? "''" : escaped(value, /[\\"'`$;&|<>()#\s]/g).replaceAll('\\\n', "'\n'");
/** Code as one word, in single quotes: nothing in it is read by the shell that hands it on. */
export const quoted = (code: string): string => `'${code.replaceAll("'", "'\\''")}'`;
/** What a value is to a shell that reads it again: what is unknown stands in it as written. */
export const asCode = (value: string): string => value.replaceAll(UNKNOWN, '').replaceAll(END_UNKNOWN, '');
