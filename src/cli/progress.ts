/** One line on a terminal that says how far a long run has come; nothing where nobody looks. */
export interface Progress {
  /** Cheap: it may be told of every single thing. */
  readonly say: (text: () => string) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Milliseconds before the first line, and between two. */
const EVERY = 500;
const CLEAR = '\r\u001b[K';

export interface ProgressParts {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  readonly now: () => number;
}

export function openProgress({ isTerminal, write, now }: ProgressParts = onStderr()): Progress {
  let last = now();
  let isShown = false;
  return {
    say(text) {
      if (!isTerminal || now() - last < EVERY) return;
      last = now();
      isShown = true;
      write(`${CLEAR}${text()}`);
    },
    end() {
      if (isShown) write(CLEAR);
      isShown = false;
    },
  };
}

const onStderr = (): ProgressParts => ({
  isTerminal: process.stderr.isTTY === true,
  write: (text) => void process.stderr.write(text),
  now: () => performance.now(),
});
