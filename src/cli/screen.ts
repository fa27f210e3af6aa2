import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import { messageOf } from '../model/caught.ts';
import { escaped } from '../model/text/unshown.ts';

/** Where a command prints and whom it asks. One for the process; tests pass their own. */
export interface Screen {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly paint: Paint;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  /** Whether stdin is a terminal, so that somebody may be there to answer. */
  readonly isAttended: boolean;
  /** The width that lines have to fit into; infinite if unknown. */
  readonly width: number;
  /** Asks on the terminal; undefined if the input ends without an answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
}

export type Paint = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'>;

/** The screen of this process. */
export function openScreen(): Screen {
  const isTerminal = process.stdout.isTTY === true;
  const { env } = process;
  // A reader that has gone away, such as `head`, is not an error of ours. Who serves a client listens as well, and ends in order.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (process.stdout.listenerCount('error') > 1) return;
    if (error.code === 'EPIPE') process.exit(0);
    writeSync(2, `sallyport: its output could not be written (${messageOf(error)})\n`);
    process.exit(1);
  });
  // What is said to people can be done without.
  process.stderr.on('error', () => undefined);
  return {
    // JSON has others' texts as they are; the signs in them that a terminal obeys are nothing to whoever reads JSON.
    out: (text) => void process.stdout.write(`${escaped(text)}\n`),
    err: (text) => void process.stderr.write(`${escaped(text)}\n`),
    paint: pc.createColors(isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'),
    isTerminal,
    isAttended: process.stdin.isTTY === true,
    // A terminal with unknown size reports 0. COLUMNS counts without a terminal as well: whoever sets it means it.
    width: process.stdout.columns || columnsOf(env.COLUMNS) || (isTerminal ? 120 : Number.POSITIVE_INFINITY),
    ask,
    env,
    now: Date.now,
  };
}

function columnsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}

let isInterrupted = false;

/** Whether somebody pressed Ctrl-C at a question. The command itself ends in order, as if nobody had answered. */
export const wasInterrupted = (): boolean => isInterrupted;

/** Somebody did. */
export function noteInterrupt(): void {
  isInterrupted = true;
}

async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.once('SIGINT', () => {
    noteInterrupt();
    lines.close();
  });
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('close', () => resolve(undefined));
      lines.question(question).then(resolve, () => resolve(undefined));
    });
  } finally {
    lines.close();
  }
}

/** Asks until the answer is yes or no; false if there is no answer. */
export const confirm = async (screen: Screen, question: string): Promise<boolean> =>
  (await decide(screen, question)) === true;

/** The same, but undefined if nobody answers or somebody pressed Ctrl-C. */
export async function decide(screen: Screen, question: string): Promise<boolean | undefined> {
  for (let tries = 0; tries < 3; tries++) {
    const answer = (await screen.ask(`${question} Type yes or no: `))?.trim().toLowerCase();
    if (answer === 'yes' || answer === 'y') return true;
    if (answer === 'no' || answer === 'n') return false;
    if (answer === undefined) return undefined;
  }
  return false;
}
