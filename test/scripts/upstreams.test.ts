import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const run = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/upstreams.mjs', ...args], { cwd: ROOT, encoding: 'utf8' });

it('npm run test:upstreams says what it knows, and refuses a server that it does not know', () => {
  expect(run('--help').stdout).toMatch(/--only/);
  const listed = run('--list').stdout.trim().split('\n');
  expect(listed.length).toBeGreaterThan(25);
  // Exactly one version of each: what is measured today is measured tomorrow.
  for (const line of listed.slice(1)) expect(line).toMatch(/@\d+\.\d+\.\d+$/);
  const { status, stderr } = run('--only', 'nonsense');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/nonsense/)]);
});
