/** A question, and how much memory it takes until it is answered. */
export interface Weighed<Question> {
  readonly question: Question;
  readonly weight: number;
}

/** How much may be asked before the first answer is there. One question always may. */
export interface Most {
  readonly questions: number;
  readonly weight: number;
}

/**
 * Asks several questions at a time, and gives the answers in the order of the questions. What fails, the reading of
 * questions included, fails when everything before it was given.
 */
export async function* answersInOrder<Question, Answer>(
  questions: AsyncIterable<Weighed<Question>>,
  ask: (question: Question) => Promise<Answer>,
  most: Most,
): AsyncGenerator<Answer> {
  const open: { readonly answer: Promise<Answer>; readonly weight: number }[] = [];
  let held = 0;
  const add = (answer: Promise<Answer>, weight: number): void => {
    // Looked at when its turn has come, which may be never.
    answer.catch(() => undefined);
    open.push({ answer, weight });
    held += weight;
  };
  const reading = questions[Symbol.asyncIterator]();
  try {
    for (let isMore = true; ; ) {
      if (isMore && (open.length === 0 || (open.length < most.questions && held < most.weight))) {
        try {
          const { done, value } = await reading.next();
          if (done) isMore = false;
          else add(ask(value.question), value.weight);
        } catch (error) {
          isMore = false;
          add(Promise.reject(error), 0);
        }
        continue;
      }
      const first = open.shift();
      if (first === undefined) return;
      held -= first.weight;
      yield await first.answer;
    }
  } finally {
    await reading.return?.();
  }
}
