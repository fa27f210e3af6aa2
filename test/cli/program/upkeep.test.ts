import { expect, it } from 'vitest';
import { fillRecord, makeState, runProgram } from '../stage.ts';

it.each([
  [['verify', '--json'], 0, /"ok":true/],
  [['checkpoint'], 0, /"signature"/],
  [['erase', 'call0001'], 1, /nothing was erased/],
])('%j', async (args, code, said) => {
  const state = makeState();
  await fillRecord(state);
  const done = await runProgram(...args, '--state', state.root);
  expect(done).toEqual({ code, said: expect.stringMatching(said) });
});
