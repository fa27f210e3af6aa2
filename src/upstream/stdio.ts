import { spawn } from 'node:child_process';
import { joinLines, splitLines } from '../model/lines.ts';
import { type Launch, spawnProblem } from './command.ts';
import type { Variables } from './environment.ts';
import { failure } from './failure.ts';
import { type Said, sayLines } from './stderr.ts';
import { endTree, guardTree, signalTree } from './tree.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

export interface StdioOptions {
  readonly upstream: string;
  /** As configured, for messages. */
  readonly command: string;
  readonly launch: Launch;
  readonly env: Variables;
  readonly cwd: string | undefined;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly log: (line: string) => void;
  readonly listener: WireListener;
}

/** How long output still in the pipe may take to arrive after its process ended, in milliseconds. */
const LAST_WORDS = 250;

/** Starts a server and speaks to it line by line. Returns at once; a command that cannot be started ends the wire. */
export function openStdio(options: StdioOptions): Wire {
  const { listener, launch, upstream } = options;
  const child = spawn(launch.file, launch.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    windowsVerbatimArguments: launch.verbatim,
    detached: process.platform !== 'win32',
  });
  guardTree(child);
  const said: Said = sayLines(upstream, options.log);
  child.stderr.on('data', said.hear);
  child.stdout.on(
    'data',
    splitLines(
      (line) => listener.message(line.toString()),
      options.most,
      (bytes, head, tail) => listener.tooLarge(bytes, idIn(head.toString('latin1'), tail.toString('latin1'))),
    ),
  );

  let closing: Promise<void> | undefined;
  let isOver = false;
  const end = (message: string, reason: 'crashed' | 'unreachable' = 'crashed'): void => {
    if (isOver) return;
    isOver = true;
    listener.ended(failure(reason, message));
    // What it started must not outlive it.
    if (closing === undefined) void endTree(child);
  };
  const words = (): string => (said.last() === '' ? '' : `; its last words: ${said.last()}`);
  child.on('error', (error) => end(spawnProblem(options.command, options.cwd, options.env, error), 'unreachable'));
  child.on('exit', (code, signal) => {
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
    const tell = (): void => {
      const missing = said.missing();
      // A program that was not found never ran: it did not die of a question.
      if (missing === undefined) end(`${options.command} ${how}${words()}`);
      else end(`${options.command} ${how}: ${missing}`, 'unreachable');
    };
    child.on('close', tell);
    setTimeout(tell, LAST_WORDS).unref();
    // On Windows a tree can no longer be found once its root is gone.
    if (child.pid !== undefined && process.platform !== 'win32') signalTree(child.pid, 'SIGTERM');
  });

  // A process without one of its pipes is of no use; usually its end follows, and tells more.
  const mute = (what: string) => (): void => {
    setTimeout(() => end(`${options.command} ${what}${words()}`), LAST_WORDS).unref();
  };
  child.stdin.on('error', mute('reads no more'));
  child.stdout.on('error', mute('writes no more'));
  child.stdout.on('end', mute('closed its output'));

  const write = joinLines((text) => {
    if (child.stdin.writable) child.stdin.write(text);
  });
  return {
    // In JSON a raw line break is space between tokens; in this framing it would end the message.
    send: (message: Outgoing) =>
      write(/[\r\n]/.test(message.text) ? message.text.replace(/[\r\n]+/g, ' ') : message.text),
    cancel: () => false,
    greeted: () => {},
    hears: Promise.resolve(true),
    close: () => {
      closing ??= endTree(child);
      return closing;
    },
  };
}

/** The id of an answer of which only both ends are left: SDKs write it first or last. */
export function idIn(head: string, tail: string): number | undefined {
  const found =
    /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d+)\s*,/.exec(head) ??
    /,\s*"id"\s*:\s*(\d+)\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/.exec(tail);
  return found === null ? undefined : Number(found[1]);
}
