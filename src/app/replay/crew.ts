import { Thread } from './thread.ts';

/** Threads that all answer the same questions; each question goes to the first that is free. */
export class Crew<Question, Answer> {
  readonly threads: readonly Thread<Question, Answer>[];
  readonly #free: Thread<Question, Answer>[];
  /** Those who wait for one to be free. */
  readonly #waiting: ((thread: Thread<Question, Answer>) => void)[] = [];

  private constructor(threads: readonly Thread<Question, Answer>[]) {
    this.threads = threads;
    this.#free = [...threads];
  }

  /**
   * Rejects with what keeps one from opening. All tell the same while they open, so only the first one's lines are passed on.
   */
  static async open<Question, Answer>(
    entry: URL,
    size: number,
    given: (index: number) => unknown,
    tell: (line: string) => void,
  ): Promise<Crew<Question, Answer>> {
    let isOpen = false;
    const threads = Array.from({ length: size }, (_, index) => {
      return new Thread<Question, Answer>(entry, given(index), (line) => {
        if (index === 0 || isOpen) tell(line);
      });
    });
    const crew = new Crew(threads);
    try {
      await Promise.all(threads.map(({ ready }) => ready));
    } catch (error) {
      await crew.end();
      throw error;
    }
    isOpen = true;
    return crew;
  }

  async ask(question: Question): Promise<Answer> {
    const thread =
      this.#free.pop() ?? (await new Promise<Thread<Question, Answer>>((free) => this.#waiting.push(free)));
    try {
      return await thread.ask(question);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(thread);
      else next(thread);
    }
  }

  /** Ends all of them, whatever they are doing. */
  async end(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()));
  }
}
