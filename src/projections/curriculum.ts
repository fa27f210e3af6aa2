import type { Steps } from '../model/steps.ts';

/** A result that is being learned. */
interface Lesson {
  readonly steps: Steps<void>;
  fault?: unknown;
}

/** What has been started and is not learned yet, in order: what is forgotten first depends on it. */
export class Curriculum {
  readonly #lessons: Lesson[] = [];

  /** How many are not learned yet. */
  get length(): number {
    return this.#lessons.length;
  }

  /** Takes one more; returns what is left to do until it is learned, whoever does it. */
  add(steps: Steps<void>): Steps<void> {
    const lesson: Lesson = { steps };
    this.#lessons.push(lesson);
    return this.#until(lesson);
  }

  /** Goes on with the first lesson, whoever asks, until this one is learned. */
  *#until(lesson: Lesson): Steps<void> {
    while (this.#lessons.includes(lesson)) {
      const [first] = this.#lessons;
      if (first !== undefined && isDone(first)) this.#lessons.shift();
      else yield;
    }
    if ('fault' in lesson) throw lesson.fault;
  }
}

function isDone(lesson: Lesson): boolean {
  try {
    return lesson.steps.next().done === true;
  } catch (error) {
    lesson.fault = error;
    return true;
  }
}
