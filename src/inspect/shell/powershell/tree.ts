import type { Steps } from '../../../model/steps.ts';
import { leftovers } from '../../commands/files.ts';
import { areLeftovers } from '../../commands/leftovers.ts';
import type { Course } from '../course.ts';
import { type Deed, listed, removesFolder, runsDownload } from '../deeds.ts';
import { judgeCommand } from '../families.ts';
import { isText, type SyntaxCursor, type SyntaxNode, unquote } from '../node.ts';
import { HIDES_NAME, RUNS_HIDDEN } from '../run.ts';
import { nameOf } from '../words.ts';
import {
  actsOnList,
  callsOnList,
  type Handed,
  hidesCommand,
  isRemoval,
  originIn,
  removesMade,
  runsGiven,
} from './calls.ts';
import { LONGEST_PIPE } from './filters.ts';

const MOST_CONDITIONS = 8;
/** Words of a command that take some milliseconds to be judged. */
const MANY_WORDS = 500;

/** A pipe, of which each command is given what comes out before it. */
class Line {
  readonly #node: SyntaxNode;
  /** Where its commands end: asked once, as a pipe may have many. */
  #ends: readonly number[] | undefined;

  constructor(node: SyntaxNode) {
    this.#node = node;
  }

  /** The pipe as far as before what stands at this place; empty where that is in its first command. */
  before(at: number): string {
    this.#ends ??= this.#node.namedChildren.map((part) => part?.endIndex ?? 0);
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const { text, startIndex } = this.#node;
    const read = text.slice(0, Math.min((this.#ends[low - 1] ?? startIndex) - startIndex, LONGEST_PIPE));
    return read.length < LONGEST_PIPE ? read.trim() : read;
  }
}

/** A block that a command is given: `$_` in it is what comes through the pipe of that command. */
interface Block {
  readonly line: Line | undefined;
  readonly at: number;
  readonly outer: Block | undefined;
}

/** Where something of PowerShell stands. */
export interface Place {
  readonly line: Line | undefined;
  readonly block: Block | undefined;
  /** What the `if` around it test, and how many variables had been given values by then. */
  readonly conditions: readonly { readonly text: string; readonly changes: number }[];
  /** What is tested before the block that comes next. */
  readonly tested: string | undefined;
}
export const OUTERMOST: Place = { line: undefined, block: undefined, conditions: [], tested: undefined };
const UNKNOWN_BLOCK: Block = { line: undefined, at: 0, outer: undefined };

/** The place of what is in a node. */
export function placeInside(type: string, place: Place, cursor: SyntaxCursor, course: Course): Place {
  switch (type) {
    case 'pipeline_chain':
      return { ...place, line: new Line(cursor.currentNode), tested: undefined };
    case 'script_block': {
      const block = { line: place.line, at: cursor.currentNode.startIndex, outer: place.block };
      return { ...OUTERMOST, line: place.line, block };
    }
    // There `$_` is what is compared, or an error.
    case 'switch_statement':
    case 'catch_clause':
      return { ...OUTERMOST, block: UNKNOWN_BLOCK };
    // What a loop does at its end holds at its beginning.
    case 'foreach_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return { ...place, conditions: [], tested: undefined };
    case 'if_statement':
    case 'elseif_clause':
      return { ...place, tested: cursor.currentNode.namedChildren[0]?.text };
    case 'statement_block': {
      const { conditions, tested: text } = place;
      if (text === undefined) return place;
      const more = [...conditions.slice(1 - MOST_CONDITIONS), { text, changes: course.changes }];
      return { ...place, conditions: more, tested: undefined };
    }
    default:
      return place.tested === undefined ? place : { ...place, tested: undefined };
  }
}

/** What a command or a call of PowerShell is given where it stands. */
export function handedAt({ startIndex }: SyntaxNode, place: Place, course: Course): Handed {
  return {
    get first() {
      return place.line?.before(startIndex) ?? '';
    },
    get around() {
      for (let block = place.block; block !== undefined; block = block.outer) {
        const before = block.line?.before(block.at) ?? '';
        if (before !== '') return before;
      }
      return '';
    },
    get conditions() {
      return place.conditions.filter(({ changes }) => changes === course.changes).map(({ text }) => text);
    },
    given: course.given,
    origins: course.origins,
  };
}

/** What gives variables values that are not said here: a script that is read in, a text that is run, and names of variables. */
const SETS = /^(?:\.|iex|invoke-expression|(?:set|new|get)-variable|sv|set|nv|gv)$/;
/** One of them whose name is put together, or looked up. */
const PUT_TOGETHER = /^\(.{0,200}(?:\+|-f\b|-join\b|-variable\b|-expression\b|\b(?:sv|nv|gv|iex)\b)/i;
/** Whether a command, by whatever name it is called, is one of them. */
function sets(first: string, course: Course): boolean {
  const name = course.literals.get(first.toLowerCase()) ?? first;
  return SETS.test(nameOf(name.replace(/^["']|["']$/g, ''))) || PUT_TOGETHER.test(name);
}

export const SETS_BY_NAME =
  /(?:^|\s)[-\u2013-\u2015](?:outv\w*|ov|pipelinev\w*|pv|errorv\w*|ev|warningv\w*|wv|inf\w*v\w*|iv|va\w*|sessionv\w*|sv)(?=[\s:]|$)|\bvariable:/i;

/** What a command of PowerShell does with what it is given. */
export function* readHanded(
  raw: readonly string[],
  plain: readonly string[],
  handed: Handed,
  course: Course,
): Steps<void> {
  const isLong = raw.length > MANY_WORDS;
  if (hidesCommand(raw, handed)) course.deeds.push(HIDES_NAME);
  if (isLong) yield;
  pushDeed(course, actsOnList(raw, handed));
  if (isLong) yield;
  if (runsGiven(raw, handed).some((word) => isFetched(word, course))) course.deeds.push(runsDownload);
  // A list is one word here, and each of its items may be what a command is about.
  if (raw.some((word) => /^[^'"-].*,/.test(word)))
    pushDeed(course, judgeCommand(plain.flatMap((word) => (word.startsWith('-') ? [word] : word.split(',')))));
  if (isLong) yield;
  readPlaces(raw, plain, handed, course);
  if (sets(raw[0] ?? '', course) || raw.some((word) => SETS_BY_NAME.test(word))) course.unsettle();
}

const MOVES = /^(?:cd|chdir|sl|set-location)$/;
const MOVES_FOR = /^(?:pushd|push-location)$/;
const MOVES_BACK = /^(?:popd|pop-location)$/;

/** Follows a script from folder to folder: what is made again in one's own project is not, elsewhere on the machine. */
function readPlaces(raw: readonly string[], plain: readonly string[], handed: Handed, course: Course): void {
  const [first = '', ...args] = plain;
  const name = nameOf(first);
  const to = args.find((arg) => !/^[-/]\w+$/.test(arg)) ?? '~';
  if (MOVES.test(name)) course.go(to);
  else if (MOVES_FOR.test(name)) course.goFor(to);
  else if (MOVES_BACK.test(name)) course.goBack();
  else if (course.isAway && isRemoval(name)) {
    // Of more words than are looked at one by one, any may be such a folder.
    const named = args.length > MANY_WORDS ? [MADE, '-Recurse'] : args.flatMap((arg) => arg.split(',', MANY_WORDS));
    const placed = named.map((arg) => course.placeOf(arg.trim()));
    pushDeed(course, judgeCommand([first, ...placed]));
    if (removesMade(raw, handed)) pushDeed(course, judgeCommand([first, course.placeOf(MADE), '-Recurse']));
  }
}
/** One of the folders that are made again, for any. */
const MADE = 'obj';

const pushDeed = (course: Course, deed: Deed | undefined): void => {
  if (deed !== undefined) course.deeds.push(deed);
};

const isFetched = (written: string, course: Course): boolean =>
  course.feedOf(written) === 'fetched' ||
  written.split(',').some((word) => course.fetched.has(unquote(word.trim(), true)));

/** Reads what is no command: PowerShell gives variables values, and can also call .NET methods. */
export function readPart(type: string, node: SyntaxNode, place: Place, course: Course): void {
  switch (type) {
    case 'invokation_expression':
      readInvocation(node.text, handedAt(node, place, course), course);
      break;
    case 'assignment_expression': {
      const [target, , value] = node.namedChildren;
      if (GIVEN_BESIDES.test(target?.text ?? '') && REMOVES_BESIDES.test(node.text)) course.deeds.push(listed);
      if (ALIAS.test(target?.text ?? ''))
        pushDeed(course, judgeCommand(['set-alias', '', unquote(value?.text ?? '', true)]));
      readAssignment(target?.text ?? '', value?.text ?? '', course);
      break;
    }
    case 'foreach_statement': {
      const at = node.namedChildren.findIndex((part) => part?.type === 'variable');
      const [variable, value] = node.namedChildren.slice(at);
      readAssignment(variable?.text ?? '', value?.text ?? '', course);
      break;
    }
    case 'script_parameter': {
      const variable = node.namedChildren.find((part) => part?.type === 'variable');
      readAssignment(variable?.text ?? '', '', course);
      break;
    }
    case 'cast_expression':
      if (/^\[ref\]/i.test(node.text)) course.unsettle();
      break;
  }
}

/** What commands are given besides their words. */
const GIVEN_BESIDES = /^\$(?:(?:script|global):)?psdefaultparametervalues\b/i;
const REMOVES_BESIDES = /remove-|\*:|:recurse/i;
const ALIAS = /^\$\{?alias:/i;
const TARGET = /(?<=^|,)\s{0,20}(?:\[[\w.[\]]{1,80}\]\s{0,5})?\$\{?(?:(?:script|global|local|private):)?(\w{1,60})/gi;
const ALONE = /^(?:\[[\w.[\]]{1,80}\]\s{0,5})?\$\{?(?:\w{1,20}:)?\w{1,60}\}?$/;

/** After `$s = irm …` the content of `$s` counts as fetched wherever it is used. */
function readAssignment(target: string, value: string, course: Course): void {
  const isAlone = ALONE.test(target);
  for (const [, name = ''] of target.slice(0, LONGEST_PIPE).matchAll(TARGET)) {
    course.give(name.toLowerCase(), isAlone ? value : '');
    if (!isAlone) continue;
    const called = nameOf(unquote(value.slice(0, 100).trim(), true));
    if (SETS.test(called)) course.literals.set(`$${name.toLowerCase()}`, called);
    else if (value.length < 200 && !/[\\/]/.test(value) && PUT_TOGETHER.test(`(${value}`))
      course.literals.set(`$${name.toLowerCase()}`, `(${value}`);
    const read = value.slice(0, MOST_OF_CALL);
    const feed = FETCHES.test(read) && !/-outfile\b/i.test(read) ? 'fetched' : course.feedOf(read);
    if (feed !== undefined) course.variables.set(name, feed);
  }
}

/** .NET calls that turn text into code, or run it. */
const MAKES_CODE =
  /^\[(?:system\.)?(?:management\.automation\.)?scriptblock\]::create\s{0,3}\(|^\[(?:system\.)?(?:reflection\.)?assembly\]::(?:load|unsafeloadfrom)\s{0,3}\(|^\$executioncontext\.invokecommand\.(?:invokescript|newscriptblock)\s{0,3}\(/i;
const FETCHES = /\b(?:irm|iwr|curl|wget|invoke-(?:restmethod|webrequest)|download(?:string|data))\b/i;
const DELETES_FOLDER =
  /^\[(?:(?:System\.)?IO\.Directory\]::Delete|Microsoft\.VisualBasic\.FileIO\.FileSystem\]::DeleteDirectory)\(|\.Delete\(\s{0,5}\$true\s{0,5}\)$/i;
/** The folder that such a call names. */
const NAMED_FOLDER = /::Delete(?:Directory)?\(\s{0,5}(['"])([^'"\x60]{1,300})\1/i;
const MOST_OF_CALL = 2_000;

/** What such a call moves: to a place that it names, or to any. */
const CARRIES =
  /(?:^\[[\w.]{1,40}\]::|\.)Move(?:To|Directory|File)?\((?:[^()]{0,300},)?\s{0,5}(?:(['"])([^'"\x60$]{1,300})\1\s{0,5}(?:,[^()]{0,40})?\)|)/i;

function readInvocation(text: string, handed: Handed, course: Course): void {
  if (/\.psvariable\b/i.test(text)) course.unsettle();
  course.moves.next();
  const carried = CARRIES.exec(text.slice(0, MOST_OF_CALL));
  if (carried !== null) course.moves.move(['*'], carried[2] ?? '*');
  if (DELETES_FOLDER.test(text)) {
    const folder = NAMED_FOLDER.exec(text)?.[2] ?? '';
    course.moves.lose([folder]);
    course.deeds.push(!course.isAway && areLeftovers([folder]) ? leftovers : removesFolder);
  }
  pushDeed(course, callsOnList(text, handed));
  if (!MAKES_CODE.test(text)) return;
  const read = text.slice(0, MOST_OF_CALL);
  const code = /\((.*)\)$/s.exec(text)?.[1]?.trim() ?? '';
  if (isText(code)) course.hand(unquote(code, true));
  const feed = FETCHES.test(read) ? 'fetched' : course.feedOf(read);
  const name = /^\$(\w+)$/.exec(code)?.[1]?.toLowerCase();
  const isUnknown = name !== undefined && !course.given.has(name);
  if (feed === undefined && (isUnknown || originIn(code, handed) === 'read')) course.deeds.push(HIDES_NAME);
  if (feed !== undefined) course.deeds.push(feed === 'fetched' ? runsDownload : RUNS_HIDDEN);
}
