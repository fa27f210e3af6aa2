/** How many lines are remembered; any beyond that are shown every time. */
const MOST_LINES = 1_000;

export interface StartLines {
  /** Passes on a line that a server prints. */
  readonly say: (line: string) => void;
  /** Reports that the server has started: from now on, every line is shown. */
  started(): void;
}

/**
 * Shows what one server prints while it starts, each line only once until a start succeeds: a failing start is repeated
 * again and again, and prints the same each time. Lines that differ only in numbers, such as the time, count as the
 * same.
 */
export class StartLog {
  readonly #log: (line: string) => void;
  readonly #said = new Set<string>();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Begins the lines of one start. */
  begin(): StartLines {
    let isStarted = false;
    return {
      say: (line) => {
        const kind = line.replace(/\d+/g, '0');
        if (!isStarted && this.#said.has(kind)) return;
        if (!isStarted && this.#said.size < MOST_LINES) this.#said.add(kind);
        this.#log(line);
      },
      started: () => {
        isStarted = true;
        this.#said.clear();
      },
    };
  }
}
