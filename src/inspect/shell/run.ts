import { deedOfFetched, OF_FETCHED, runsOfTree } from '../commands/builders.ts';
import { runsInput } from '../commands/code.ts';
import { isClient, readsStatements } from '../commands/databases.ts';
import { ITEM_VALUES, leftovers, REMOVES } from '../commands/files.ts';
import { findsLeftovers } from '../commands/leftovers.ts';
import { operandsOf, valuesOf } from '../commands/options.ts';
import { givenBy, sendsInput, sifts } from '../commands/outward.ts';
import { LOSES_TREE, readMoves } from './course/carrying.ts';
import { type Feed, feedOf, plainFile } from './course/feed.ts';
import { memoryOf } from './course/history.ts';
import type { Reader } from './course/writings.ts';
import type { Course } from './course.ts';
import { type Deed, destructive, listed, runsDownload } from './deeds.ts';
import { judgeCommand } from './families.ts';
import { type Program, programOf } from './program.ts';
import { isShell, readAs, readerOfCode, runFile, takenBy, writeFile } from './reading.ts';
import { joined, nameOf } from './words.ts';
import { folderOf, handedScripts, handedWords, isShellElsewhere, unwrap } from './wrappers.ts';

export const RUNS_HIDDEN: Deed = destructive('Runs what it decodes, so that nobody can read it beforehand.');
/** What is told by names of files, which may have several: each that is run is told by any of them. */
export const BY_NAMES: ReadonlySet<Deed> = new Set([...OF_FETCHED, RUNS_HIDDEN]);
export const HIDES_NAME: Deed = destructive('Hides the name of the command that it runs.');
const HIDDEN_NAME =
  /^["']?(?:\$\(|`)\s{0,5}(?:echo|printf|base\d\d|rev|xxd|tr|cut|sed|awk|head|tail|cat|python|perl)\b/;
/** `& (gcm rm*)`: whichever command a pattern finds. */
const FOUND_NAME = /^\(\s{0,5}(?:gcm|gal|get-command|get-alias)\b[^()]{0,100}[*?[]/i;
/** `/bin/r?`: whichever program the shell finds. */
const GUESSED_NAME = /^\/[\w/-]{0,60}[?*[]/;
const LOSES = /^(?:rm|find|fd|shred|truncate)$/;
const LOSES_LINKED: Deed = destructive('Removes what a link points to.', 'medium');
/** What is told by variables of the environment which data it is about. */
const TAKES_SETTINGS = /^(?:rails|rake|mix)$/;
const GOES = /^(?:cd|chdir|sl|set-location|pushd|push-location|popd|pop-location)$/;
const FEEDS: Readonly<Record<Feed, Deed>> = { fetched: runsDownload, decoded: RUNS_HIDDEN };

/** A command in its line: its words unquoted and as written, and what comes in as input. */
export interface Run {
  readonly plain: readonly string[];
  readonly raw: readonly string[];
  readonly feed: Feed | undefined;
  /** Assignments before it, `A=b`. */
  readonly settings: readonly string[];
  readonly isShellsOwn: () => boolean;
  /** The words of the command right before it in its pipe. */
  readonly handedBy: () => readonly string[];
  /** Whether it removes only what a search has found that looks for what is made again. */
  readonly isMade: () => boolean;
  /** What earlier commands print into its input. */
  readonly printed: string;
  /** The here document that it is given. */
  readonly here: () => string;
  /** What sending its input to another machine would be. */
  readonly given: Deed | undefined;
}

/** What a command puts out, and what kind of program reads its input. */
export interface Ran {
  readonly feed: Feed | undefined;
  /** What sending that output to another machine would be. */
  readonly gives: Deed | undefined;
  /** Whether it passes on only what it selects from its input. */
  readonly sifts: boolean;
  readonly reader: Reader | undefined;
  /** Files that its input goes to. */
  readonly into: readonly string[];
}

/** Code that consists only of what the wrapper or a previous line inserts. */
const TAKEN = /^\s*(?:eval\s+|exec\s+)?["']?(?:\{\}|\$[@*\d{A-Za-z_])/;
/** A program called by its place, or by an ending that says that it is a script. */
const IS_FILE = /[\\/]|\.(?:bat|cmd|ps1)$/i;

function readerOf(name: string, program: Program | undefined): Reader | undefined {
  if (program?.from === 'input') return readerOfCode(name);
  return isClient(name) ? 'sql' : undefined;
}

/** Whether its input is a script on another machine, in a container or for another account. */
function readsAsShell(words: readonly string[]): boolean {
  if (isShellElsewhere(words)) return true;
  const handed = handedWords(words);
  const inner = handed.slice(unwrap(handed).at);
  const name = nameOf(inner[0] ?? '');
  return isShell(name) && programOf(name, inner.slice(1))?.from === 'input';
}

/** Resolves a variable used as a command: `a=rm; $a x` is `rm x`. */
function named(run: Run, course: Course): Run {
  const variable = /^"?\$\{?(\w{1,60})\}?"?$/.exec(run.raw[0] ?? '')?.[1];
  const literal = variable === undefined ? undefined : course.literals.get(variable);
  if (literal === undefined) return run;
  const words = literal.split(' ');
  return { ...run, plain: [...words, ...run.plain.slice(1)], raw: [...words, ...run.raw.slice(1)] };
}

/** A command with its wrappers removed. */
interface Invocation {
  readonly name: string;
  readonly words: readonly string[];
  readonly raw: readonly string[];
  readonly args: readonly string[];
  readonly wrapping: readonly string[];
  readonly program: Program | undefined;
  readonly isBuiltin: boolean;
  readonly takesInput: boolean;
}

function invocationOf(run: Run): Invocation {
  const { at, isBuiltin, takesInput } = unwrap(run.plain);
  const words = run.plain.slice(at);
  // `sudo -s` starts a shell.
  const name = at > 0 && words[0]?.startsWith('-') === true ? 'sh' : nameOf(words[0] ?? '');
  const [args, wrapping] = [words.slice(1), run.plain.slice(0, at)];
  const program = programOf(name, args);
  return { name, words, raw: run.raw.slice(at), args, wrapping, program, isBuiltin, takesInput };
}

/** Reads one command. Its main task is to tell, by the command's own rules, what it executes of the input it is fed. */
export function readRun(given: Run, course: Course): Ran {
  course.moves.next();
  const run = named(given, course);
  const invoked = invocationOf(run);
  const { name, words, raw, args, program } = invoked;
  const reader = readerOf(name, program) ?? (readsAsShell(words) ? 'shell' : undefined);
  if (reader !== undefined) course.readers.add(reader);
  const ran = ranFeed(invoked, run, course);
  if (ran !== undefined) course.deeds.push(FEEDS[ran]);
  const { deed, isMade } = judgeRun(invoked, run, course);
  if (ran === undefined) judgeFetched(invoked, run, course);
  course.fetched.follow(name, args, run.feed === 'fetched');
  // `python3 -m pip …` is judged as pip.
  if (program?.from === 'file' && args[program.at - 1] === '-m') {
    const of = judgeCommand(args.slice(program.at));
    if (of !== undefined) course.deeds.push(of);
  }
  handOn(invoked, run, course);
  if (invoked.isBuiltin || name === 'clear-history') course.remember(memoryOf(name, args), run.isShellsOwn);
  if (reader !== undefined && run.printed !== '') readAs(reader, run.printed, course);
  const out = feedOf(name, args);
  for (const file of out.files) course.files.add(plainFile(file));
  if (run.feed !== undefined && /^(?:tee|sponge|dd|install|cp|split)$/.test(name))
    for (const file of args) course.files.add(plainFile(file.replace(/^of=/, '')));
  if (name === 'ln') course.link(operandsOf(args, ['-t', '-S']));
  else if (course.links.length > 0 && LOSES.test(name) && course.isLinked(args)) course.deeds.push(LOSES_LINKED);
  if (isMade || (name === 'git' && deed?.severity === 'low' && args.includes('clean'))) course.moves.loseMade();
  readMoves(name, args, deed, course);
  if (COPIES.test(name)) readCopy(args.at(-2) ?? '', args.at(-1) ?? '', course);
  const takes = (program?.from === 'code' && TAKEN.test(program.code)) || /^["']?\$/.test(raw[0] ?? '');
  if (run.given !== undefined && sendsInput(name, args)) course.deeds.push(run.given);
  const gives = givenBy(name, args, program);
  const taken = takenBy(name, args);
  for (const file of taken.files) writeFile(file, taken.text ?? run.printed, course);
  return {
    feed: out.feed,
    gives,
    sifts: sifts(name),
    reader: reader ?? (takes ? 'code' : undefined),
    into: taken.files,
  };
}

/** Notes what a command does by itself, whatever it is fed. `isMade`: what it removes is made again by a tool. */
function judgeRun({ name, words, raw, args, wrapping, takesInput }: Invocation, run: Run, course: Course) {
  const removesListed = takesInput && REMOVES.test(name);
  const isMade = removesListed ? isMadeAgain(args, run.handedBy()) : run.isMade();
  const own = TAKES_SETTINGS.test(name) ? [...words, ...run.settings, ...wrapping] : words;
  const deed = isMade ? leftovers : judged(own, raw);
  if (REMOVES.test(name) && deed === undefined) {
    const lost = judgeCommand([name, ...args.flatMap((arg) => course.loops.placesOf(arg) ?? [arg])]);
    if (lost !== undefined) course.deeds.push(lost);
  }
  if (GOES.test(name)) course.leave();
  if (deed !== undefined && wrapping.length === 0 && LOSES_TREE.test(name))
    course.lose(operandsOf(args, ITEM_VALUES), deed);
  else if (deed !== undefined) course.deeds.push(deed);
  // `cat list | xargs rm -rf build` removes what is in the list too.
  if (removesListed && !isMade && (deed === undefined || deed.severity === 'low')) course.deeds.push(listed);
  if (HIDDEN_NAME.test(raw[0] ?? '') || GUESSED_NAME.test(raw[0] ?? '') || FOUND_NAME.test(raw[0] ?? ''))
    course.deeds.push(HIDES_NAME);
  return { deed, isMade };
}

/** Notes what a command does with files and folders that were fetched before. */
function judgeFetched({ name, words, args, wrapping, program }: Invocation, run: Run, course: Course): void {
  const { fetched } = course;
  const isFed = run.feed === 'fetched';
  const isRaised = wrapping.some((word) => /^(?:sudo|doas|pkexec)$/.test(nameOf(word)));
  const of =
    (isFed && readsStatements(name, args) ? runsDownload : undefined) ??
    deedOfFetched({ name, args, fetched, isFed, isRaised }) ??
    runsOfTree(words, program, fetched);
  if (of !== undefined) course.deeds.push(of);
}

/** Hands on each script that a command carries out, and each file that it runs. */
function handOn({ name, words, args, wrapping, program, takesInput }: Invocation, run: Run, course: Course): void {
  // `env -S '…'` and `su -c` are wrappers that also carry a script.
  const carried = wrapping.length > 0 ? handedScripts(run.plain) : [];
  for (const text of [...handedScripts(words), ...carried])
    course.hand(name === 'bundle' ? [...run.settings, text].join(' ') : text, {
      isOwn: course.isOwn && (name === 'trap' || name === 'alias'),
      feed: run.feed,
      printed: run.printed === '' ? run.here() : run.printed,
      moves: course.moves.inside(name === 'trap'),
    });
  const folder = folderOf(wrapping);
  if (folder !== undefined) course.hand(`cd ${joined([folder])} && ${joined(words)}`, { feed: run.feed });
  // `parallel 'rm {}'` runs its words as a script.
  if (takesInput && /\s/.test(words[0] ?? '')) course.hand(words.join(' '), { feed: run.feed });
  if (program?.from === 'code') readCode(name, program.code, run, course);
  else if (program?.from === 'file') runFile(words[program.at + 1] ?? '', readerOfCode(name), course);
  else if (program === undefined && IS_FILE.test(words[0] ?? '')) runFile(words[0] ?? '', 'itself', course);
  if (isClient(name)) for (const file of valuesOf(args, '-f', '--file', '-i')) runFile(file, 'sql', course);
}

const COPIES = /^(?:mv|cp|install|move-item|copy-item|mi|cpi)$/;
/** What was fetched, decoded or written here is so by another name too. */
function readCopy(from: string, to: string, course: Course): void {
  const feed = course.feedOfFile(from);
  if (feed !== undefined) course.keep(feed, to);
  writeFile(to, course.writings.textOf(from), course);
}

/** `find . -name '*.pyc' | xargs rm`: nothing is named but what a search finds, and that for such things alone. */
const isMadeAgain = (args: readonly string[], handedBy: readonly string[]): boolean =>
  operandsOf(args).every((operand) => operand === '{}') &&
  nameOf(handedBy[0] ?? '') === 'find' &&
  findsLeftovers(handedBy.slice(1));

function readCode(name: string, code: string, run: Run, course: Course): void {
  if (name === 'eval' || isShell(name)) course.hand(code, { isOwn: course.isOwn && name === 'eval', feed: run.feed });
  else readAs(readerOfCode(name), code, course, run.feed);
}

/** Environment variables that make an interpreter run something in addition to its program, or instead of it. */
const STEERS =
  /^(?:PYTHON(?:INSPECT|STARTUP|BREAKPOINT)|BASH_ENV|ENV|PERL5(?:OPT|DB)|RUBYOPT|NODE_OPTIONS|LUA_INIT\w*|PROMPT_COMMAND)=/;

/** The kind of feed that the command executes, if it executes any. */
function ranFeed(
  { name, words, raw, wrapping, program, takesInput }: Invocation,
  run: Run,
  course: Course,
): Feed | undefined {
  const { feed } = run;
  const isCode = program?.from === 'code';
  const isSteered = program !== undefined && [...run.settings, ...wrapping].some((one) => STEERS.test(one));
  if (isSteered || program?.from === 'input') return feed ?? course.feedOf(raw.slice(1).join(' '));
  if (isCode || program?.from === 'file') {
    const brought = course.feedOf(name === 'eval' ? raw.join(' ') : (raw[program.at + 1] ?? ''));
    if (brought !== undefined) return brought;
    if (program.from === 'file' && /^https?:/.test(words[program.at + 1] ?? '')) return 'fetched';
    const held = program.from === 'file' ? course.feedOfFile(words[program.at + 1] ?? '') : undefined;
    if (held !== undefined) return held;
  }
  if (isCode && !isShell(name) && runsInput(program.code)) return feed ?? course.feedOf(raw.join(' '));
  if (feed === undefined) return course.feedOfFile(words[0] ?? '');
  // A line read from input becomes a command: `xargs sh -c '{}'`, `while read l; do $l; done`.
  if (isCode && TAKEN.test(program.code)) return feed;
  if (takesInput && (isCode ? TAKEN.test(program.code) : words.length === 1 && isShell(name))) return feed;
  if (/^["']?\$/.test(raw[0] ?? '')) return feed;
  return name === 'ssh' && handedScripts(words).length === 0 ? feed : undefined;
}

/** Backslashes separate folders on Windows, but escape the next letter in a shell: both readings are judged. */
function judged(words: readonly string[], raw: readonly string[]): Deed | undefined {
  const deed = judgeCommand(words);
  if (deed !== undefined || !raw.some((word) => word.includes('\\'))) return deed;
  return judgeCommand(raw.map((word) => word.replace(/^(["'])(.*)\1$/s, '$2')));
}
