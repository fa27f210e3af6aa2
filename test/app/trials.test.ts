import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from '../../src/app/settings.ts';
import { tryPolicy } from '../../src/app/trials.ts';

it('lets the inspectors look at supposed calls as at real ones', async () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'c.yaml');
  const tests = `[{ call: { tool: a.b, args: { path: "../../../../etc/shadow" } }, expect: deny, rule: path-escapes }, { call: { tool: a.b, args: {} }, expect: ask }]`;
  writeFileSync(file, `servers: { a: { command: a } }\npolicy:\n  tests: ${tests}\n`);
  const trials = await tryPolicy(
    { ...(await readSettings({ config: file }, Date.now())), inspectors: [] },
    '/state',
    Date.now(),
  );
  expect(trials.map((trial) => trial.passed)).toEqual([true, false]);
  expect(trials[1]?.complaint?.what).toContain('ask');
});
