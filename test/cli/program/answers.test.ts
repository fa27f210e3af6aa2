import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fileHold, fillRecord, mailHold, makeState, runProgram, scratch } from '../stage.ts';

it.each([
  [['pending'], 0, 'abcd2345'],
  [['approve', 'abcd2345'], 1, 'not approved'],
  [['deny', 'abcd2345'], 1, 'not denied'],
  [['except', 'call0001', '--days', '7', '--why', 'because'], 0, '"because"'],
  [['trust', '--list', '--config', 'CONFIG'], 0, 'bank'],
  [['trust', 'bank', '--config', 'CONFIG'], 1, 'nothing was trusted'],
])('%j', async (args, code, said) => {
  const state = makeState();
  await fillRecord(state);
  await fileHold(state, mailHold());
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: { bank: { command: node } }\n');
  const given = args.map((arg) => (arg === 'CONFIG' ? config : arg));
  const done = await runProgram(...given, '--state', state.root);
  expect(done.said).toContain(said);
  expect(done.code).toBe(code);
});
