import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeProgram } from '../../../src/cli/program.ts';
import { fileHold, fillRecord, makeHold, makeScreen, makeState, scratch } from '../stage.ts';

async function run(args: readonly string[]) {
  const state = makeState();
  await fillRecord(state);
  await fileHold(state, makeHold());
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: { bank: { command: node } }\n');
  const screen = makeScreen();
  let code: number | undefined;
  const program = makeProgram(screen, (done) => {
    code = done;
  });
  const given = args.map((arg) => (arg === 'CONFIG' ? config : arg));
  await program.parseAsync(['node', 'sallyport', ...given, '--state', state.root]);
  return { code, said: screen.printed() + screen.complained() };
}

it.each([
  [['pending'], 0, 'abcd2345'],
  [['approve', 'abcd2345'], 1, 'not approved'],
  [['deny', 'abcd2345'], 1, 'not denied'],
  [['except', 'call0001', '--days', '7', '--why', 'because'], 0, '"because"'],
  [['trust', '--list', '--config', 'CONFIG'], 0, 'bank'],
  [['trust', 'bank', '--config', 'CONFIG'], 1, 'nothing was trusted'],
  [['freeze', 'bank', '--config', 'CONFIG', '--reason', 'odd'], 0, 'server bank is stopped'],
  [['freeze', '--agent', 'support'], 0, 'agent support is stopped'],
  [['freeze', '--json'], 0, ''],
  [['unfreeze', '--server', 'bank'], 1, 'nothing of that name'],
])('%j', async (args, code, said) => {
  const done = await run(args);
  expect(done.said).toContain(said);
  expect(done.code).toBe(code);
});
