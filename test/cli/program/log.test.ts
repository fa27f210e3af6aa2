import { beforeAll, expect, it } from 'vitest';
import { fillRecord, makeState, runCli, runProgram } from '../stage.ts';

const state = makeState();
beforeAll(() => fillRecord(state));

it.each([
  [['log', '--effect', 'deny,ask', '--effect', 'allow', '-n', '2'], /call0001[\s\S]*call0002/],
  [['log', '--kind', 'hold', '--json'], /"kind":"hold"/],
  [['show', 'call0001'], /Where its values came from/],
  [['sessions', '--since', '1h', '--json'], /"session":"session-one"/],
  [['servers', '--since', '1h'], /mail/],
])('%j', async (args, said) => {
  const done = await runProgram(...args, '--state', state.root);
  expect(done).toEqual({ code: 0, said: expect.stringMatching(said) });
});

it.each(['sessions', 'servers'])('says in the help of %s what is counted', async (command) => {
  expect((await runCli([command, '--help'])).out.replaceAll(/\s+/g, ' ')).toContain(
    'CALLS counts all that agents made',
  );
});
