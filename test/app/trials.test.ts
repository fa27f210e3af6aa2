import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from '../../src/app/settings.ts';
import { tryPolicy } from '../../src/app/trials.ts';
import { check } from '../../src/cli/commands/check.ts';
import { lock } from '../../src/cli/commands/lock.ts';
import { mailTool, stageLock } from '../cli/lock-stage.ts';
import { makeScreen } from '../cli/stage.ts';

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

const reason = 'Nobody knows that address.';
const rules = [{ id: 'unknown', when: 'unknown.exists(u, u.role == "destination")', effect: 'ask', reason }];
const tests = [
  { call: { tool: 'mail.send_email', args: { to: 'ann@customer.example' } }, expect: 'ask', rule: 'unknown' },
];

it('knows of a tool what the lockfile has, and says how to tell where it has nothing', {
  timeout: 60_000,
}, async () => {
  const { options, at } = await stageLock({ tools: [mailTool] }, { policy: { rules, tests } });
  const before = makeScreen();
  expect(await check({ config: at.config }, before)).toBe(1);
  expect(before.printed()).toMatch(
    /expected ask, decided allow[\s\S]*Nothing is known of `mail\.send_email`: .*sallyport lock/,
  );
  await lock(options, makeScreen());
  const after = makeScreen();
  expect(await check({ config: at.config }, after)).toBe(0);
  expect(after.printed()).toContain('1 of 1 test passed');
});

it('knows what the configuration says of a tool', async () => {
  const known = { powers: ['external'], roles: { '/to': 'destination' } };
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'c.yaml');
  const servers = { mail: { command: 'mail', tools: { send_email: known } } };
  writeFileSync(file, JSON.stringify({ servers, policy: { rules, tests } }));
  expect(await check({ config: file }, makeScreen())).toBe(0);
});
