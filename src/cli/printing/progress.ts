/** A line on the terminal that shows the progress of a long run; does nothing if there is no terminal. */
export interface Progress {
  /** Cheap enough to call for every item. */
  readonly say: (text: () => string) => void;
  /** Removes the line. */
  readonly end: () => void;
}

/** Milliseconds before the line first appears, and between updates. */
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
