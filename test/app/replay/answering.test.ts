import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { answerQuestions } from '../../../src/app/replay/answering.ts';
import { Thread } from '../../../src/app/replay/thread.ts';

it('answers in a thread, each question when those before it are answered', async () => {
  const entry = pathToFileURL(path.resolve('fixtures/threads/counting.mjs'));
  const thread = new Thread<string, string>(entry, 'ada', () => undefined);
  try {
    const failed = (error: unknown): string => String(error);
    const asked = ['a', 'throw', 'b'].map((one) => thread.ask(one).catch(failed));
    expect(await Promise.all(asked)).toEqual(['a 1', 'RangeError: it threw', 'b 3']);
  } finally {
    await thread.end();
  }
});

it('answers nowhere else', () => {
  expect(() => answerQuestions(async () => async () => undefined)).toThrow(/in a thread of its own/);
});
