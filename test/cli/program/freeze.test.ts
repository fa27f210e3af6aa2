import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { fillRecord, makeState, runCli, runProgram, scratch } from '../stage.ts';

it('says of each of the two whom a reason is for', async () => {
  expect((await runCli(['freeze', '--help'])).out).toMatch(/--reason <text> +why; the agent is told/);
  expect((await runCli(['unfreeze', '--help'])).out).toMatch(/--reason <text> +why; for the record/);
});

it.each([
  [['freeze', 'bank', '--reason', 'odd'], 0, 'server bank is frozen'],
  [['freeze', '--agent', 'support'], 0, 'agent support is frozen'],
  [['freeze', '--json'], 0, ''],
  [['unfreeze', '--server', 'bank'], 1, 'nothing of that name'],
])('%j', async (args, code, said) => {
  const state = makeState();
  await fillRecord(state);
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: { bank: { command: node } }\n');
  const done = await runProgram(...args, '--config', config, '--state', state.root);
  expect(done.said).toContain(said);
  expect(done.code).toBe(code);
});

it('says how it ends where nothing, or something unknown, is named', async () => {
  const { out } = await runCli(['freeze', '--help']);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /with 3 where it is as well.* With 2 where nothing was frozen: a bare name/,
  );
  const state = makeState();
  await fillRecord(state);
  const freeze = (...args: string[]) => runProgram('freeze', ...args, '--state', state.root);
  expect((await freeze('--agent', 'nobody')).code).toBe(3);
  expect((await freeze('--server', 'nobody')).code).toBe(3);
  for (const args of [['nobody'], ['--session', 'nobody']]) await expect(freeze(...args)).rejects.toThrow(UsageError);
});
