import { parentPort, workerData } from 'node:worker_threads';
import { faultOf, type Message } from './thread.ts';

/** What answers questions in a thread. `tell` takes lines for people. */
export type Opening<Given, Question, Answer> = (
  given: Given,
  tell: (line: string) => void,
) => Promise<(question: Question) => Promise<Answer>>;

/** The other side of `Thread`: opens what answers, and has it answer one question after another. */
export function answerQuestions<Given, Question, Answer>(open: Opening<Given, Question, Answer>): void {
  const port = parentPort;
  if (port === null) throw new Error('this is run in a thread of its own');
  const post = (message: Message<Answer>): void => port.postMessage(message);
  const fail = (error: unknown): void => post({ kind: 'fault', fault: faultOf(error) });
  const opening = open(workerData as Given, (line) => post({ kind: 'line', line }));
  let last = opening.then(() => post({ kind: 'ready' }), fail);
  port.on('message', (question: Question) => {
    const answer = async (): Promise<void> => post({ kind: 'answer', answer: await (await opening)(question) });
    last = last.then(answer).catch(fail);
  });
  port.on('messageerror', (error) => {
    last = last.then(() => fail(error));
  });
}
