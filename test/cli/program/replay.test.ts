import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fillRecord, makeState, runProgram, scratch } from '../stage.ts';

it('chooses calls as the log does, and decides them by another policy', async () => {
  const state = makeState();
  await fillRecord(state);
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, 'servers: { mail: { command: node }, tickets: { command: node } }\n');
  const words = ['replay', '--config', config, '--tool', 'mail.*', '--effect', 'ask,deny', '--json'];
  const done = await runProgram(...words, '--state', state.root);
  expect(done).toEqual({ code: 0, said: expect.stringContaining('"calls":2,') });
});
