import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Crew } from '../../../src/app/replay/crew.ts';

const ENTRY = pathToFileURL(path.resolve('fixtures/threads/counting.mjs'));

describe('a crew', () => {
  it('answers every question, each thread in turn as it is free', async () => {
    const told: string[] = [];
    const crew = await Crew.open<string, string>(
      ENTRY,
      2,
      () => 'ada',
      (line) => told.push(line),
    );
    try {
      const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((one) => crew.ask(one)));
      expect(answers.map((answer) => answer[0])).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
      expect(answers.slice(0, 2)).toEqual(['a 1', 'b 1']);
      // Both say the same when they open.
      expect(told).toEqual(['opened by ada']);
    } finally {
      await crew.end();
    }
  });

  it('goes on past a question that cannot be answered, and not past the end of a thread', async () => {
    const crew = await Crew.open<string, string>(
      ENTRY,
      1,
      () => 'ada',
      () => undefined,
    );
    try {
      const asked = ['throw', 'a', 'exit', 'b'].map((one) => crew.ask(one).catch((error: Error) => error.message));
      const early = expect.stringMatching(/ended before its work was done/);
      expect(await Promise.all(asked)).toEqual(['it threw', 'a 2', early, early]);
    } finally {
      await crew.end();
    }
  });

  it('opens whole or not at all', async () => {
    const given = (index: number): string => (index === 1 ? 'nobody' : 'ada');
    await expect(Crew.open(ENTRY, 3, given, () => undefined)).rejects.toMatchObject({ name: 'RangeError' });
  });
});
