import { expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { addToken } from '../../../src/journal/state/token-store.ts';
import { makeScreen, makeState, runProgram } from '../stage.ts';

it.each([
  [['list'], 0, 'build'],
  [['list', '--json'], 0, '"name":"ci"'],
  [['add', 'other', '--expires', '90d'], 1, 'no token was made'],
  [['revoke', 'ci'], 0, 'is revoked'],
  [['revoke', 'none'], 1, 'there is no token'],
])('token %j', async (args, code, said) => {
  const state = makeState();
  await addToken(state.tokens, { name: 'ci', agent: 'build', by: 'ann', at: Date.now() });
  const done = await runProgram('token', ...args, '--state', state.root);
  expect(done.said).toContain(said);
  expect(done.code).toBe(code);
});

it('explains itself, each command too', async () => {
  const screen = makeScreen();
  const program = makeProgram(screen, () => undefined);
  await expect(program.parseAsync(['node', 'sallyport', 'token', '--help'])).rejects.toThrow('outputHelp');
  expect(screen.printed()).toMatch(/add \[options\] <name>[\s\S]*list[\s\S]*revoke[\s\S]*sallyport token add ci/);
  await expect(program.parseAsync(['node', 'sallyport', 'token', 'add', '--help'])).rejects.toThrow('outputHelp');
  expect(screen.printed()).toContain('--expires <time>');
});
