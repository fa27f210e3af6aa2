import { splitLines } from '../model/lines.ts';

export interface Said {
  hear(chunk: Buffer): void;
  /** The last line, for messages about the end; '' if nothing was said. */
  last(): string;
}

const LONGEST = 2_000;
/** At most so many lines in so many milliseconds: a chatty server must not drown the others, or us. */
const LINES = 100;
const WINDOW = 10_000;

/** Escape sequences first, then whatever else a terminal would obey. */
const CONTROL =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text of an upstream made safe to print: one line, no control characters, not too long. */
export const printable = (text: string): string => text.slice(0, LONGEST).replace(CONTROL, '').trimEnd();

/** Passes on what a server writes to stderr, with its name in front. */
export function sayLines(upstream: string, log: (line: string) => void, now: () => number = Date.now): Said {
  let last = '';
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  const say = (raw: string): void => {
    const line = printable(raw);
    if (line === '') return;
    last = line;
    const at = now();
    if (at - since >= WINDOW) {
      if (count > LINES) log(`[${upstream}] (${count - LINES} lines were not shown)`);
      since = at;
      count = 0;
    }
    count++;
    if (count <= LINES) log(`[${upstream}] ${line}`);
    else if (count === LINES + 1)
      log(`[${upstream}] (says more than ${LINES} lines in ${WINDOW / 1_000} s; the rest is not shown)`);
  };
  const hear = splitLines(
    (line) => say(line.toString()),
    64 * 1024,
    (_bytes, head) => say(head.toString()),
  );
  return { hear, last: () => last };
}

/** Tells each kind of oddity once: a server that prints a banner does so at every start. */
export function oddities(log: (line: string) => void): (message: string) => void {
  const told = new Set<string>();
  return (message) => {
    const kind = message.slice(0, 24);
    if (told.has(kind)) return;
    told.add(kind);
    log(printable(message));
  };
}
