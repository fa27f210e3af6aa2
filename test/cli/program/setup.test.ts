import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeState, runProgram, scratch } from '../stage.ts';

it('writes a configuration, checks it, and looks at the set-up around it', async () => {
  const config = path.join(scratch(), 'c.yaml');
  expect(await runProgram('init', '--config', config)).toMatchObject({ code: 0 });
  expect(await runProgram('check', '--config', config, '--json')).toMatchObject({
    code: 0,
    said: expect.stringContaining('"servers":1'),
  });
  const looked = await runProgram('doctor', '--config', config, '--no-start', '--json', '--state', makeState().root);
  expect(looked.said).toContain('"about":"configuration"');
});

it('scans as severely as it is told to', async () => {
  const file = path.join(scratch(), 'tools.json');
  writeFileSync(file, JSON.stringify([{ name: 'a', description: 'Reads a file.', inputSchema: { type: 'object' } }]));
  expect(await runProgram('scan', file, '--fail-on', 'low', '--json')).toEqual({ code: 0, said: '' });
  await expect(runProgram('scan', file, '--fail-on', 'odd')).rejects.toThrow(/Allowed choices are/);
});
