import { expect, it } from 'vitest';
import { makeState, runProgram } from '../stage.ts';

it('forgets all', async () => {
  const done = await runProgram('logout', '--all', '--state', makeState().root);
  expect(done).toEqual({ code: 0, said: 'Nothing was stored.' });
});

it('wants a port that is one', async () => {
  await expect(runProgram('login', 'crm', '--callback-port', 'x')).rejects.toThrow(/number/);
});
