import { expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { makeScreen, makeState } from '../stage.ts';

async function run(...args: string[]) {
  const screen = makeScreen();
  let code: number | undefined;
  const program = makeProgram(screen, (done) => {
    code = done;
  });
  await program.parseAsync(['node', 'sallyport', ...args]);
  return { code, said: screen.printed() };
}

it('restores nothing where nothing was adopted', async () => {
  expect(
    await run('restore', '--client', 'cursor', '--client', 'zed', '--dry-run', '--state', makeState().root),
  ).toMatchObject({
    code: 0,
    said: expect.stringMatching(/no adoption of cursor, zed/),
  });
});

it('takes clients one by one, and refuses what is none', async () => {
  await expect(run('adopt', '--client', 'cursor', '--client', 'x', '--state', makeState().root)).rejects.toThrow(
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
