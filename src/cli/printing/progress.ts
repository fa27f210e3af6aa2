/** A line on the terminal that shows the progress of a long run; does nothing if there is no terminal. */
export interface Progress {
  /** Cheap enough to call for every item. */
  readonly say: (text: () => string) => void;
  /** For a wait in which nothing happens: says it again and again, until something else is said or it ends. */
  readonly wait: (text: (seconds: number) => string) => void;
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
  let timer: NodeJS.Timeout | undefined;
  const say = (text: () => string): void => {
    if (!isTerminal || now() - last < EVERY) return;
    last = now();
    isShown = true;
    write(`${CLEAR}${text()}`);
  };
  const begun = now();
  return {
    say(text) {
      clearInterval(timer);
      say(text);
    },
    wait(text) {
      clearInterval(timer);
      if (!isTerminal) return;
      timer = setInterval(() => say(() => text(Math.round((now() - begun) / 1_000))), EVERY).unref();
    },
    end() {
      clearInterval(timer);
      if (isShown) write(CLEAR);
      isShown = false;
    },
  };
}

/** Waits for what has to read the record, which may be long, and says meanwhile that it does. */
export async function whileReading<T>(read: () => Promise<T>, progress: Progress = openProgress()): Promise<T> {
  progress.wait((seconds) => `reading the record: ${seconds} s …`);
  try {
    return await read();
  } finally {
    progress.end();
  }
}

const onStderr = (): ProgressParts => ({
  isTerminal: process.stderr.isTTY === true,
  write: (text) => void process.stderr.write(text),
  now: () => performance.now(),
});
