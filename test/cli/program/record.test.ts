import { beforeAll, expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { fillRecord, makeScreen, makeState } from '../stage.ts';

const state = makeState();
beforeAll(() => fillRecord(state));

it.each([
  [['log', '--effect', 'deny,ask', '--effect', 'allow', '-n', '2'], 0, /call0001[\s\S]*call0002/],
  [['log', '--kind', 'hold', '--json'], 0, /"kind":"hold"/],
  [['show', 'call0001'], 0, /Where its values came from/],
  [['sessions', '--since', '1h', '--json'], 0, /"session":"session-one"/],
  [['servers', '--since', '1h'], 0, /mail/],
  [['verify', '--json'], 0, /"ok":true/],
  [['checkpoint'], 0, /"signature"/],
  [['erase', 'call0001'], 1, /nothing was erased/],
])('%j', async (args, code, said) => {
  const screen = makeScreen();
  let done: number | undefined;
  const program = makeProgram(screen, (given) => {
    done = given;
  });
  await program.parseAsync(['node', 'sallyport', ...args, '--state', state.root]);
  expect(screen.printed() + screen.complained()).toMatch(said);
  expect(done).toBe(code);
});
