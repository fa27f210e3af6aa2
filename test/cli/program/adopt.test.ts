import { expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { makeScreen, makeState, runProgram } from '../stage.ts';

it('restores nothing where nothing was adopted', async () => {
  const done = await runProgram(
    ...['restore', '--client', 'cursor', '--client', 'zed', '--dry-run', '--state', makeState().root],
  );
  expect(done).toMatchObject({ code: 0, said: expect.stringMatching(/no adoption of cursor, zed/) });
});

it('takes clients one by one, and refuses what is none', async () => {
  await expect(runProgram('adopt', '--client', 'cursor', '--client', 'x', '--state', makeState().root)).rejects.toThrow(
    /no client is called x/,
  );
});

it('explains itself', async () => {
  for (const name of ['adopt', 'restore']) {
    const screen = makeScreen();
    await expect(
      makeProgram(screen, () => undefined).parseAsync(['node', 'sallyport', name, '--help']),
    ).rejects.toThrow('outputHelp');
    expect(screen.printed()).toMatch(/--dry-run[\s\S]*Examples:/);
  }
});
