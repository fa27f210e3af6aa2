import { expect, it } from 'vitest';
import { mailTool, stageLock } from '../lock-stage.ts';
import { runProgram } from '../stage.ts';

it('locks, compares and accepts as it is told', async () => {
  const { at } = await stageLock({ tools: [mailTool] });
  const run = async (...args: string[]): Promise<number | undefined> =>
    (await runProgram(...args, '--config', at.config, '--state', at.state)).code;
  expect(await run('diff')).toBe(1);
  expect(await run('lock')).toBe(0);
  expect(await run('diff', 'mail', '--json')).toBe(0);
  expect(await run('accept', 'mail/send_email')).toBe(1);
});
