import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { joinLines, splitLines } from '../model/text/lines.ts';
import { tellDropped } from './dropped.ts';
import { failure } from './failure.ts';
import { launchFor, type Program, spawnProblem } from './stdio/command.ts';
import { type Said, sayLines } from './stdio/stderr.ts';
import { endTree, guardTree, signalTree } from './stdio/tree.ts';
import { Turns } from './turns.ts';
import { Unread } from './unread.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

export interface StdioOptions {
  readonly upstream: string;
  readonly program: Program;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly log: (line: string) => void;
  readonly listener: WireListener;
}

/** How long output still in the pipe may take to arrive after its process ended, in milliseconds. */
const LAST_WORDS = 250;
/** How many answers to its own requests a server may leave in its pipe. */
const MOST_UNREAD = 10_000;

/** A server as a process of ours, spoken to line by line. It is started at once; a command that cannot be remains the wire. */
export class StdioWire implements Wire {
  readonly hears = Promise.resolve(true);
  readonly #options: StdioOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #said: Said;
  readonly #unread: Unread;
  readonly #output: Turns;
  readonly #write = joinLines((text) => {
    if (this.#child.stdin.writableLength === 0) this.#unread.clear();
    if (this.#child.stdin.writable) this.#child.stdin.write(text);
  });
  #closing: Promise<void> | undefined;
  #isOver = false;

  constructor(options: StdioOptions) {
    const { listener, program, most } = options;
    this.#options = options;
    this.#unread = new Unread(program.command, MOST_UNREAD);
    this.#said = sayLines(options.upstream, options.log);
    this.#child = start(program);
    guardTree(this.#child);
    const read = splitLines(
      (line) => listener.message(line),
      most,
      (bytes, remains) => tellDropped(listener, bytes, remains),
    );
    this.#output = new Turns(this.#child.stdout, read);
    this.#child.stderr.on('data', this.#said.hear);
    this.#watch();
  }

  send(message: Outgoing): void {
    if (this.#isOver) return;
    const why = this.#unread.add(message);
    const { text } = message;
    // In JSON a raw line break is space between tokens; in this framing it would end the message.
    if (why === undefined) this.#write(/[\r\n]/.test(text) ? text.replace(/[\r\n]+/g, ' ') : text);
    else this.#end(why.message);
  }

  cancel(): boolean {
    return false;
  }

  greeted(): void {}

  close(): Promise<void> {
    this.#closing ??= this.#letGo();
    return this.#closing;
  }

  async #letGo(): Promise<void> {
    // What was sent in this turn of the event loop is written at its end.
    await new Promise((resolve) => setImmediate(resolve));
    await endTree(this.#child);
  }

  /** Whatever happens to the process remains the wire. */
  #watch(): void {
    const child = this.#child;
    child.on('error', (error) => this.#end(spawnProblem(this.#options.program, error), 'unreachable'));
    child.on('exit', (code, signal) =>
      this.#exited(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
    child.stdin.on('error', () => this.#mute('reads no more'));
    child.stdout.on('error', () => this.#mute('writes no more'));
    child.stdout.on('end', () => this.#mute('closed its output'));
  }

  #exited(how: string): void {
    const { pid } = this.#child;
    const tell = (): void => {
      const missing = this.#said.missing();
      // A program that was not found never ran: it did not die of a question.
      if (missing === undefined) this.#end(`${this.#options.program.command} ${how}${this.#lastWords()}`);
      else this.#end(`${this.#options.program.command} ${how}: ${missing}`, 'unreachable');
    };
    this.#child.on('close', tell);
    this.#afterLastWords(tell);
    // On Windows a tree can no longer be found once its root is gone.
    if (pid !== undefined && process.platform !== 'win32') signalTree(pid, 'SIGTERM');
  }

  /** A process without one of its pipes is of no use; usually its end follows, and tells more. */
  #mute(what: string): void {
    this.#afterLastWords(() => this.#end(`${this.#options.program.command} ${what}${this.#lastWords()}`));
  }

  /** Where much has come at once, reading it takes its time. */
  #afterLastWords(tell: () => void): void {
    setTimeout(() => (this.#output.isBehind ? this.#afterLastWords(tell) : tell()), LAST_WORDS).unref();
  }

  #end(message: string, reason: 'crashed' | 'unreachable' = 'crashed'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.listener.ended(failure(reason, message));
    // What it started must not outlive it.
    if (this.#closing === undefined) void endTree(this.#child);
  }

  #lastWords(): string {
    const words = this.#said.last();
    return words === '' ? '' : `; its last words: ${words}`;
  }
}

/** Throws where the program cannot even be tried: a part of its path is a file, or no file can be opened any more. */
function start(program: Program): ChildProcessWithoutNullStreams {
  const launch = launchFor(program);
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(launch.file, launch.args, {
      cwd: program.cwd,
      env: program.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      windowsVerbatimArguments: launch.verbatim,
      detached: process.platform !== 'win32',
    });
  } catch (error) {
    throw new Error(spawnProblem(program, error as NodeJS.ErrnoException));
  }
  if (child.stdout !== undefined) return child;
  // Node makes no pipes where no file can be opened, and tells of it later: an event that nobody hears would end us.
  child.on('error', () => {});
  throw new Error(
    `could not start ${program.command}: too many files are open; raise the limit (\`ulimit -n\`) where Sallyport is started`,
  );
}
