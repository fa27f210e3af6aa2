import { expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { makeScreen, makeState } from '../stage.ts';

async function run(args: readonly string[]): Promise<{ code: number | undefined; said: string }> {
  const screen = makeScreen();
  let code: number | undefined;
  const program = makeProgram(screen, (done) => {
    code = done;
  });
  await program.parseAsync(['node', 'sallyport', ...args]);
  return { code, said: screen.printed() };
}

it('forgets all', async () => {
  const done = await run(['logout', '--all', '--state', makeState().root]);
  expect(done).toEqual({ code: 0, said: 'Nothing was stored.' });
});

it('wants a port that is one', async () => {
  await expect(run(['login', 'crm', '--callback-port', 'x'])).rejects.toThrow(/number/);
});
