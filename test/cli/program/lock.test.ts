import { expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { mailTool, stageLock } from '../lock-stage.ts';
import { makeScreen } from '../stage.ts';

it('locks, compares and accepts as it is told', async () => {
  const { at } = await stageLock({ tools: [mailTool] });
  const run = async (...args: string[]): Promise<number | undefined> => {
    let code: number | undefined;
    const program = makeProgram(makeScreen(), (done) => {
      code = done;
    });
    await program.parseAsync(['node', 'sallyport', ...args, '--config', at.config, '--state', at.state]);
    return code;
  };
  expect(await run('diff')).toBe(1);
  expect(await run('lock')).toBe(0);
  expect(await run('diff', 'mail', '--json')).toBe(0);
  expect(await run('accept', 'mail/send_email')).toBe(1);
});
