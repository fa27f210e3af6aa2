import { judgeStatements } from '../commands/databases.ts';
import { operandsOf, valuesOf } from '../commands/options.ts';
import { readProgram } from '../commands/programs.ts';
import type { Feed } from './course/feed.ts';
import type { Reader, Runner } from './course/writings.ts';
import type { Course } from './course.ts';
import type { Deed } from './deeds.ts';
import { nameOf } from './words.ts';

/** More scripts than that are a question anyway. */
const MOST_SCRIPTS = 100;

export const isShell = (name: string): boolean =>
  /^(?:[a-z]{0,3}sh|source|\.|iex|invoke-expression|cmd|powershell|at|batch|parallel)$/.test(name);
const IS_SCRIPT = /^(?:node|nodejs|deno|bun|tsx|ts-node)$/;

/** As what an interpreter reads its code. */
export const readerOfCode = (name: string): Reader =>
  isShell(name) ? 'shell' : IS_SCRIPT.test(name) ? 'javascript' : 'code';

/** Reads a text as whoever runs it does. */
export function readAs(reader: Reader, text: string, course: Course, feed?: Feed): void {
  if (course.scripts.length > MOST_SCRIPTS) return;
  if (reader === 'shell') course.hand(text, { feed });
  else if (reader === 'sql') {
    const deed = judgeStatements(text);
    if (deed !== undefined) course.deeds.push(deed);
  } else readCode(reader, text, course, feed);
}

function readCode(reader: Reader, text: string, course: Course, feed: Feed | undefined): void {
  const { deeds, shelled, doubtful } = readProgram(text);
  // A command that a program puts together is one that its author may well be asked about, and whoever starts it is not.
  for (const deed of deeds) if (deed.kind !== 'shell.unparsed' || deed.severity !== 'medium') course.deeds.push(deed);
  for (const inner of reader === 'javascript' ? shelled : [...shelled, ...doubtful]) course.hand(inner, { feed });
}

const FIRST_LINE = /^#!\s{0,5}\S{0,60}?(?:\/env\s{1,5}(?:-S\s{1,5})?)?([\w.-]{1,40})(?=\s|$)/;
const ENDING = /\.(?:py|rb|pl|php|lua|[cm]?[jt]s)$/i;
function readerFor(runner: Runner, file: string, text: string): Reader {
  if (runner !== 'itself') return runner;
  const by = FIRST_LINE.exec(text)?.[1];
  if (by !== undefined) return readerOfCode(nameOf(by));
  const [ending] = ENDING.exec(file) ?? [];
  return ending === undefined ? 'shell' : /s$/i.test(ending) ? 'javascript' : 'code';
}

/** Reads what was written to a file that is run now. */
export function runFile(file: string, runner: Runner, course: Course): void {
  // Of what comes to it later it is told then.
  if (course.ran.has(`${runner} ${file}`)) return;
  course.ran.add(`${runner} ${file}`);
  const text = course.writings.run(file, runner);
  if (text !== '') readAs(readerFor(runner, file, text), text, course);
}

/** Not passed over in silence: what is not held may be run. */
const WRITES_TOO_MUCH: Deed = {
  kind: 'shell.unparsed',
  severity: 'high',
  message: 'Writes more to files than Sallyport reads.',
};

/** Notes what is written to a file. */
export function writeFile(file: string, text: string, course: Course): void {
  if (text.trim() === '') return;
  const runners = course.writings.write(file, text);
  if (runners === undefined) course.deeds.push(WRITES_TOO_MUCH);
  else for (const runner of runners) readAs(readerFor(runner, file, text), text, course);
}

/** What a command writes down: its input, or what it is given as a word. */
export interface Taken {
  readonly files: readonly string[];
  readonly text?: string | undefined;
}
const OF_CMDLETS = ['-Value', '-InputObject', '-Encoding', '-Path', '-LiteralPath', '-FilePath'];

export function takenBy(name: string, args: readonly string[]): Taken {
  if (/^(?:tee|sponge|tee-object)$/.test(name)) return { files: operandsOf(args, ['-FilePath']) };
  if (name === 'dd') return { files: args.flatMap((arg) => (arg.startsWith('of=') ? [arg.slice(3)] : [])) };
  if (!/^(?:set-content|add-content|out-file|sc|ac)$/.test(name)) return { files: [] };
  const operands = operandsOf(args, OF_CMDLETS);
  const named = valuesOf(args, '-Path', '-LiteralPath', '-FilePath');
  const texts = [...valuesOf(args, '-Value', '-InputObject'), ...operands.slice(named.length > 0 ? 0 : 1)];
  return { files: [...named, ...operands].slice(0, 1), text: texts[0] };
}
