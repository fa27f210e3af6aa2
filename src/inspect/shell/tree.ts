import { finish, type Steps } from '../../model/steps.ts';
import { emptying } from '../commands/emptying.ts';
import { type Feed, feedInside } from './course/feed.ts';
import { isShellsOwn, memoryOfSetting } from './course/history.ts';
import type { Moves } from './course/moves.ts';
import { Sink } from './course/sink.ts';
import { Course, type Script } from './course.ts';
import { type Deed, destructive, judgeWrite, runsDownload } from './deeds.ts';
import { partsOf, type SyntaxCursor, type SyntaxNode, textIn, unquote } from './node.ts';
import { removesMade } from './powershell/calls.ts';
import { handedAt, OUTERMOST, type Place, placeInside, readHanded, readPart } from './powershell/tree.ts';
import { readAs, runFile, writeFile } from './reading.ts';
import { RUNS_HIDDEN, readRun } from './run.ts';
import { outputOf, written } from './spelling/output.ts';
import { nameOf } from './words.ts';

/** What a script would do, and the scripts inside it (`sh -c '…'`, here documents) that must be read as well. */
export interface Reading {
  readonly deeds: readonly Deed[];
  readonly inner: readonly Script[];
}

/** Nodes after which others may have their turn: about a millisecond of work. */
const PIECE_OF_NODES = 200;
const MOST_LITERALS = 100;
const FORK_BOMB: Deed = destructive('Starts copies of itself without end.', 'critical');
const SELF_CALL = /([\w:.]{1,40})\s{0,5}\(\s{0,3}\)\s{0,5}\{[^}]{0,80}?\1\s{0,5}\|\s{0,5}\1\s{0,5}&/;

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

/** Here documents, which are read when it is known who they are for. */
class Documents {
  readonly #begun: Moves[] = [];
  readonly #all: { readonly text: string; readonly moves: Moves }[] = [];

  /** The document stands further down, but is run from here: the rest of this line is done after it. */
  begin(course: Course): void {
    this.#begun.push(course.moves.inside());
  }

  add(text: string, course: Course): void {
    this.#all.push({ text, moves: this.#begun.shift() ?? course.moves.inside() });
  }

  /** Hands each to whatever reads its input as a program. */
  hand(course: Course): void {
    for (const reader of course.readers)
      for (const document of this.#all)
        if (reader === 'shell') course.hand(document.text, document);
        else readAs(reader, document.text, course);
  }
}

/** Where the walk has come to. */
interface Reached {
  readonly scope: Scope;
  readonly course: Course;
  readonly documents: Documents;
}

/** Reads a whole tree. Uses a cursor instead of recursion, so that a deep tree cannot overflow the stack. */
export function* readTree(
  root: SyntaxNode,
  isPowershell = false,
  { isOwn = true, feed, moves, printed = '' }: Partial<Script> = {},
): Steps<Reading> {
  const course = new Course(isOwn, feed, moves, isPowershell);
  const documents = new Documents();
  const from = new Sink(undefined);
  from.printed = printed;
  const top: Scope = { sink: undefined, pipe: undefined, from, feed, place: OUTERMOST };
  const scopes = [top];
  const cursor = root.walk();
  walk: for (let count = 1; ; count++) {
    if (count % PIECE_OF_NODES === 0) yield;
    const scope = scopes.at(-1) ?? top;
    const type = cursor.nodeType;
    if (type === 'command') yield* readCommand(cursor.currentNode, scope, course);
    else readNode(cursor, { scope, course, documents });
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
  documents.hand(course);
  return { deeds: course.deeds, inner: course.scripts };
}

/** What a node that is no command says by itself. The node is made only where it does: a script has many that say nothing. */
function readNode(cursor: SyntaxCursor, { scope, course, documents }: Reached): void {
  switch (cursor.nodeType) {
    case 'file_redirect':
    case 'redirection':
      readRedirect(cursor.currentNode, scope, course);
      break;
    case 'logical_expression':
      // `'…' | iex`
      if (scope.pipe !== undefined) {
        const text = textIn(cursor.currentNode.text);
        if (text !== undefined) scope.pipe.print(text);
      }
      break;
    case 'function_definition':
      if (SELF_CALL.test(cursor.currentNode.text)) course.deeds.push(FORK_BOMB);
      break;
    case 'variable_assignment':
      readAssignment(cursor.currentNode, course);
      break;
    case 'for_statement':
    case 'while_statement': {
      const loop = cursor.currentNode;
      course.loops.read(loop.text, () => wordsBefore(loop, course));
      break;
    }
    case 'unset_command':
      course.remember(memoryOfSetting(cursor.currentNode), () => isShellsOwn(cursor.currentNode));
      break;
    case 'heredoc_redirect':
      documents.begin(course);
      break;
    case 'heredoc_body':
      documents.add(cursor.currentNode.text, course);
      for (const file of scope.sink?.files ?? []) writeFile(file, cursor.currentNode.text, course);
      break;
    case 'invokation_expression':
    case 'assignment_expression':
    case 'foreach_statement':
    case 'script_parameter':
    case 'cast_expression':
      readPart(cursor.nodeType, cursor.currentNode, scope.place, course);
      break;
  }
}

function* readCommand(node: SyntaxNode, scope: Scope, course: Course): Steps<void> {
  const { isPowershell } = course;
  const { words: raw, settings, here } = yield* partsOf(node);
  const plain = raw.map((word) => unquote(word, isPowershell));
  const printed = here === undefined ? ((scope.pipe ?? scope.from)?.printed ?? '') : unquote(here, isPowershell);
  const feed = (here === undefined ? undefined : feedInside(here)) ?? scope.pipe?.feed ?? scope.feed;
  // After `2>&1` the output still goes into the pipe.
  const line = scope.pipe ?? scope.sink?.outer;
  const given = line?.gives;
  const handedBy = (): readonly string[] => wordsBefore(node, course);
  const handed = handedAt(node, scope.place, course);
  const isMade = (): boolean => isPowershell && removesMade(raw, handed);
  const run = {
    plain,
    raw,
    feed,
    settings,
    printed,
    given,
    handedBy,
    isMade,
    here: () => documentOf(node),
    isShellsOwn: () => isShellsOwn(node),
  };
  const ran = readRun(run, course);
  if (raw.length > PIECE_OF_NODES) yield;
  if (isPowershell) yield* readHanded(raw, plain, handed, course);
  if (ran.gives !== undefined || ran.sifts) line?.hand(ran.gives);
  if (ran.feed !== undefined) scope.sink?.take(ran.feed);
  const { sink } = scope;
  if (ran.reader !== undefined && sink !== undefined) sink.reader = ran.reader;
  sink?.send(ran.into);
  const said = saidBy(plain, here, course);
  if (said !== undefined) sink?.print(said);
}

/** What a command prints that is known: its words, or what was written to a file before. */
function saidBy(words: readonly string[], here: string | undefined, course: Course): string | undefined {
  const [first = '', ...args] = words;
  const name = nameOf(first);
  if (/^(?:echo|printf|write-output)$/.test(name)) return outputOf(words, undefined) ?? written(args.join(' '));
  if (name !== 'cat' && !/^(?:gc|type|get-content)$/.test(name)) return undefined;
  return here === undefined ? [...new Set(args)].map((file) => course.writings.textOf(file)).join('\n') : unquote(here);
}

function documentOf({ parent }: SyntaxNode): string {
  const redirect = parent?.namedChildren.find((part) => part?.type === 'heredoc_redirect');
  return redirect?.namedChildren.find((part) => part?.type === 'heredoc_body')?.text ?? '';
}

/** The words of the command right before another in its pipe; none where that is no plain command. */
function wordsBefore({ parent, startIndex }: SyntaxNode, { isPowershell }: Course): readonly string[] {
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

const PRINTS_NOTHING = /^(?::|true|cat \/dev\/null|echo(?: -n)?(?: ''| "")?|printf (?:''|""))?$/;
const isEmptying = (statement: SyntaxNode | null | undefined): boolean =>
  PRINTS_NOTHING.test(statement?.namedChildren.find((part) => part?.type !== 'file_redirect')?.text ?? '');

/** `: > x`; and whatever is sent to each of several files takes the place of what is in them: `for f in *; do a > $f; done` */
function emptied(file: string, node: SyntaxNode, course: Course): Deed | undefined {
  const places = course.loops.placesOf(file);
  const isEach = places !== undefined && /^\$\{?\w+\}?$/.test(file);
  if (!isEach && !isEmptying(node.parent)) return undefined;
  const deed = (places ?? [file]).some((one) => /[$`]|^\/(?:dev|proc|sys)\//.test(one))
    ? undefined
    : emptying(places ?? [file]);
  return deed?.severity === 'low' ? undefined : deed;
}

/** What a redirection would do. Reading from a file does nothing by itself; reading from a socket does. */
function readRedirect(node: SyntaxNode, { sink, pipe, from, feed }: Scope, course: Course): void {
  const { text } = node;
  const reads = /^\d?</.test(text);
  for (const target of node.namedChildren) {
    if (target === null || target.type === 'file_descriptor') continue;
    const file = unquote(target.text.replace(/^\d?>{1,2}\s*/, '').trim(), course.isPowershell);
    const lost = /^\d?>(?![>&])/.test(text) ? emptied(file, node, course) : undefined;
    if (lost !== undefined) course.deeds.push(lost);
    const deed = judgeWrite(file);
    if (deed !== undefined && (!reads || deed.kind === 'shell.network')) course.deeds.push(deed);
    if (reads && sink?.reader !== undefined) {
      const brought = course.feedOf(target.text) ?? course.feedOfFile(file);
      if (brought !== undefined) course.deeds.push(brought === 'fetched' ? runsDownload : RUNS_HIDDEN);
      runFile(file, sink.reader, course);
    } else if (!reads && file !== '') {
      const brought = sink?.feed ?? pipe?.feed ?? feed;
      if (brought !== undefined) course.keep(brought, file);
      sink?.send([file]);
      writeFile(file, `${from?.printed ?? ''}${sink?.printed ?? ''}`, course);
    }
  }
}
