/** How many lines are remembered; beyond that, each is shown. */
const MOST_LINES = 1_000;

export interface StartLines {
  /** Passes on what a server says. */
  readonly say: (line: string) => void;
  /** It has started: from now on every line counts. */
  started(): void;
}

/**
 * What one server says while it starts, each line once until a start has gone well: one that fails is made again and
 * again, and says the same each time. Lines that differ in numbers alone, such as the time, are the same.
 */
export class StartLog {
  readonly #log: (line: string) => void;
  readonly #said = new Set<string>();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** The lines of one start. */
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
