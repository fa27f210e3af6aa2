import { finish, type Steps } from '../../model/steps.ts';
import { RUNS_DOWNLOAD } from '../commands/builders.ts';
import { judgeStatements } from '../commands/databases.ts';
import { areLeftovers } from '../commands/leftovers.ts';
import { Course, type Script } from './course.ts';
import { type Deed, destructive, judgeWrite } from './deeds.ts';
import { type Feed, feedInside, plainFile } from './feed.ts';
import { isShellsOwn, memoryOfSetting } from './history.ts';
import type { Moves } from './moves.ts';
import { isText, partsOf, type SyntaxNode, unquote } from './node.ts';
import { written } from './output.ts';
import { removesMade } from './powershell-calls.ts';
import { handedAt, OUTERMOST, type Place, placeInside, readHanded, readPart } from './powershell-tree.ts';
import { RUNS_HIDDEN, readRun } from './run.ts';
import { nameOf } from './words.ts';

/** What a script would do, and the scripts inside it (`sh -c '…'`, here documents) that must be read as well. */
export interface Reading {
  readonly deeds: readonly Deed[];
  readonly inner: readonly Script[];
}

/** Nodes after which others may have their turn: about a millisecond of work. */
const PIECE_OF_NODES = 200;
const MOST_PRINTED = 8;
const MOST_LITERALS = 100;
const FORK_BOMB: Deed = destructive('Starts copies of itself without end.', 'critical');
const SELF_CALL = /([\w:.]{1,40})\s{0,5}\(\s{0,3}\)\s{0,5}\{[^}]{0,80}?\1\s{0,5}\|\s{0,5}\1\s{0,5}&/;

/** What has been written so far into a pipe, or towards a file. */
class Sink {
  feed: Feed | undefined;
  /** What sending that to another machine would be. */
  gives: Deed | undefined;
  readsInput = false;
  readonly printed: string[] = [];
  readonly outer: Sink | undefined;
  constructor(outer: Sink | undefined) {
    this.outer = outer;
  }
  /** Hands output on to every enclosing sink. */
  hand(gives: Deed | undefined): void {
    for (let here: Sink | undefined = this; here !== undefined; here = here.outer) here.gives = gives;
  }
  take(feed: Feed): void {
    for (
      let here: Sink | undefined = this;
      here !== undefined && here.feed !== 'fetched' && here.feed !== feed;
      here = here.outer
    )
      here.feed = feed;
  }
}

/** The surroundings of a node: where its output goes, and what comes in. */
interface Scope {
  readonly sink: Sink | undefined;
  /** The pipe that these commands are parts of: each is fed by those before it. */
  readonly pipe: Sink | undefined;
  readonly from: Sink | undefined;
  readonly feed: Feed | undefined;
  readonly place: Place;
}

function scopeInside(type: string, scope: Scope, place: Place): Scope {
  const feed = scope.pipe?.feed ?? scope.feed;
  const from = scope.pipe ?? scope.from;
  if (type === 'pipeline' || type === 'pipeline_chain') {
    const pipe = new Sink(scope.sink);
    return { sink: pipe, pipe, from, feed, place };
  }
  if (type === 'redirected_statement') return { sink: new Sink(scope.sink), pipe: undefined, from, feed, place };
  return scope.pipe === undefined && scope.place === place
    ? scope
    : { sink: scope.sink, pipe: undefined, from, feed, place };
}

/** Reads a whole tree. Uses a cursor instead of recursion, so that a deep tree cannot overflow the stack. */
export function* readTree(
  root: SyntaxNode,
  isPowershell = false,
  isOwn = true,
  feed?: Feed,
  moves?: Moves,
): Steps<Reading> {
  const course = new Course(isOwn, feed, moves);
  const bodies: { readonly text: string; readonly moves: Moves }[] = [];
  // What stands between here documents' beginnings and them is done afterwards.
  const begun: Moves[] = [];
  const top: Scope = { sink: undefined, pipe: undefined, from: undefined, feed, place: OUTERMOST };
  const scopes = [top];
  const cursor = root.walk();
  const visit = (type: string, scope: Scope): void => {
    switch (type) {
      case 'file_redirect':
      case 'redirection':
        readRedirect(cursor.currentNode, scope, course);
        break;
      case 'logical_expression':
        // `'…' | iex`
        if (scope.pipe !== undefined && isText(cursor.currentNode.text)) {
          const { printed } = scope.pipe;
          if (printed.length < MOST_PRINTED) printed.push(unquote(cursor.currentNode.text, true));
        }
        break;
      case 'function_definition':
        if (SELF_CALL.test(cursor.currentNode.text)) course.deeds.push(FORK_BOMB);
        break;
      case 'variable_assignment':
        readAssignment(cursor.currentNode, course);
        break;
      case 'unset_command':
        course.remember(memoryOfSetting(cursor.currentNode), () => isShellsOwn(cursor.currentNode));
        break;
      case 'heredoc_redirect':
        begun.push(course.moves.inside());
        break;
      case 'heredoc_body':
        bodies.push({ text: cursor.currentNode.text, moves: begun.shift() ?? course.moves.inside() });
        break;
      case 'invokation_expression':
      case 'assignment_expression':
      case 'foreach_statement':
      case 'script_parameter':
      case 'cast_expression':
        readPart(type, cursor.currentNode, scope.place, course);
        break;
    }
  };
  walk: for (let count = 1; ; count++) {
    if (count % PIECE_OF_NODES === 0) yield;
    const scope = scopes.at(-1) ?? top;
    const type = cursor.nodeType;
    if (type === 'command') yield* readCommand(cursor.currentNode, scope, course, isPowershell);
    else visit(type, scope);
    const place = isPowershell ? placeInside(type, scope.place, cursor, course) : scope.place;
    if (cursor.gotoFirstChild()) {
      scopes.push(scopeInside(type, scope, place));
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      scopes.pop();
      if (!cursor.gotoParent()) break walk;
    }
  }
  cursor.delete();
  course.end();
  if (course.readers.has('sql')) for (const { text } of bodies) pushDeed(course, judgeStatements(text));
  if (course.readers.has('shell')) for (const body of bodies) course.hand(body.text, body);
  return { deeds: course.deeds, inner: course.scripts };
}

const pushDeed = (course: Course, deed: Deed | undefined): void => {
  if (deed !== undefined) course.deeds.push(deed);
};

function* readCommand(node: SyntaxNode, scope: Scope, course: Course, isPowershell: boolean): Steps<void> {
  const { words: raw, settings, here } = yield* partsOf(node);
  const plain = raw.map((word) => unquote(word, isPowershell));
  const printed = here === undefined ? ((scope.pipe ?? scope.from)?.printed ?? []) : [unquote(here, isPowershell)];
  const feed = (here === undefined ? undefined : feedInside(here)) ?? scope.pipe?.feed ?? scope.feed;
  // After `2>&1` the output still goes into the pipe.
  const line = scope.pipe ?? scope.sink?.outer;
  const given = line?.gives;
  const handedBy = (): readonly string[] => wordsBefore(node, isPowershell);
  const handed = handedAt(node, scope.place, course);
  const isMade = (): boolean => isPowershell && removesMade(raw, handed);
  const run = { plain, raw, feed, settings, printed, given, handedBy, isMade, isShellsOwn: () => isShellsOwn(node) };
  const ran = readRun(run, course);
  if (raw.length > PIECE_OF_NODES) yield;
  if (isPowershell) yield* readHanded(raw, plain, handed, course);
  if (ran.gives !== undefined || ran.sifts) line?.hand(ran.gives);
  if (ran.feed !== undefined) scope.sink?.take(ran.feed);
  if (ran.reader === 'sql') for (const text of printed) pushDeed(course, judgeStatements(text));
  if (ran.reader !== undefined && scope.sink !== undefined) scope.sink.readsInput = true;
  if (
    /^(?:echo|printf|write-output)$/.test(nameOf(plain[0] ?? '')) &&
    scope.sink !== undefined &&
    scope.sink.printed.length < MOST_PRINTED
  )
    scope.sink.printed.push(written(plain.slice(1).join(' ')));
}

/** The words of the command right before another in its pipe; none where that is no plain command. */
function wordsBefore({ parent, startIndex }: SyntaxNode, isPowershell: boolean): readonly string[] {
  const parts = parent?.type === 'pipeline' ? parent.namedChildren : [];
  const before = parts[parts.findIndex((part) => part?.startIndex === startIndex) - 1];
  return before?.type === 'command' ? finish(partsOf(before)).words.map((word) => unquote(word, isPowershell)) : [];
}

/** A variable filled from a feed carries it wherever the variable is used; turning off the history is a deed. */
function readAssignment(node: SyntaxNode, course: Course): void {
  const { text } = node;
  const at = text.indexOf('=');
  const feed = course.feedOf(text.slice(at + 1));
  if (feed !== undefined && at > 0) course.variables.set(text.slice(0, at).replace(/\+$/, ''), feed);
  else if (at > 0 && text.length < 200 && course.literals.size < MOST_LITERALS && !/[$`(]/.test(text))
    course.literals.set(text.slice(0, at), unquote(text.slice(at + 1)));
  // An assignment before a command affects only that command.
  if (text.startsWith('HIST') || text.startsWith('SAVEHIST'))
    course.remember(memoryOfSetting(node), () => node.parent?.type !== 'command' && isShellsOwn(node));
}

/** `: > $f` where that is each of several files. */
const EMPTIES = destructive('Empties files.', 'medium');
const isEmptying = (statement: SyntaxNode | null | undefined): boolean =>
  /^(?::|true|cat \/dev\/null)?$/.test(
    statement?.namedChildren.find((part) => part?.type !== 'file_redirect')?.text ?? '',
  );

/** What a redirection would do. Reading from a file does nothing by itself; reading from a socket does. */
function readRedirect(node: SyntaxNode, { sink, pipe, feed }: Scope, course: Course): void {
  const { text } = node;
  const reads = /^\d?</.test(text);
  for (const target of node.namedChildren) {
    if (target === null || target.type === 'file_descriptor') continue;
    const file = unquote(target.text.replace(/^\d?>{1,2}\s*/, ''));
    if (/^\d?>(?!>)/.test(text) && /[*?]/.test(file) && isEmptying(node.parent) && !areLeftovers([file]))
      course.deeds.push(EMPTIES);
    const deed = judgeWrite(file);
    if (deed !== undefined && (!reads || deed.kind === 'shell.network')) course.deeds.push(deed);
    if (reads && sink?.readsInput === true) {
      const brought = course.feedOf(target.text) ?? (course.files.has(plainFile(file)) ? 'fetched' : undefined);
      if (brought !== undefined) course.deeds.push(brought === 'fetched' ? RUNS_DOWNLOAD : RUNS_HIDDEN);
    } else if (!reads && (sink?.feed ?? pipe?.feed ?? feed) === 'fetched') course.files.add(plainFile(file));
  }
}
