import { splitLines } from '../../model/text/lines.ts';
import { printable, toLastWord } from '../printable.ts';
import { missingIn } from './missing.ts';

export interface Said {
  hear(chunk: Buffer): void;
  /** The most telling of the last lines, for messages about the end; '' if nothing was said. */
  last(): string;
  /** What is wrong and what to do, where the process said that the package or file it should run does not exist. */
  missing(): string | undefined;
}

/** At most so many lines in so many milliseconds: a chatty server must not drown the others, or us. */
const LINES = 100;
const WINDOW = 10_000;

/** Programs that fail end with their stack, the version of Node or where a log is: what went wrong comes before that. */
const TELLING =
  /^(?:[\w.]*(?:Error|Exception)(?: \[\w+\])?: \S|npm error (?!code |errno |syscall |path |A complete log)\S+ \S)/;
const NOISE = /^(?:npm (?:notice|warn)\b|npm error (?:A complete log|$)|Node\.js v\d)/;
/** After this many lines something telling is out of date. */
const RECENT = 30;

/** A private key comes in lines of which each looks like nothing: what follows its first is not shown. */
const KEY_BEGINS = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----$/;
const KEY_LINE = /^(?:[A-Za-z0-9+/=]+$|(?:Proc-Type|DEK-Info|Version|Comment): )/;

/** Passes on what a server writes to stderr, with its name in front. */
export function sayLines(upstream: string, log: (line: string) => void, now: () => number = Date.now): Said {
  let last = '';
  let telling = '';
  let missing: string | undefined;
  let age = 0;
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  let isKey = false;
  const say = (raw: string): void => {
    const line = printable(raw);
    if (line === '') return;
    if (isKey && KEY_LINE.test(line)) return;
    isKey = KEY_BEGINS.test(line);
    if (!NOISE.test(line)) last = line;
    missing ??= missingIn(line);
    if (age++ >= RECENT) telling = '';
    // npm says first what was not found, and then at length what else might be.
    if (TELLING.test(line) && !(telling.startsWith('npm ') && line.startsWith('npm '))) {
      telling = line;
      age = 0;
    }
    const at = now();
    if (at - since >= WINDOW) {
      if (count > LINES) log(`[${upstream}] (${count - LINES} lines were not shown)`);
      since = at;
      count = 0;
    }
    count++;
    if (count <= LINES) log(`[${upstream}] ${line}${isKey ? ' (its lines are not shown)' : ''}`);
    else if (count === LINES + 1)
      log(`[${upstream}] (says more than ${LINES} lines in ${WINDOW / 1_000} s; the rest is not shown)`);
  };
  const hear = splitLines(say, 64 * 1024, (_bytes, { head }) => say(toLastWord(head)));
  return { hear, last: () => (telling === '' ? last : telling), missing: () => missing };
}
