import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ['scripts/clients.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });

it('npm run test:clients says what it knows, and refuses a client that it does not know', () => {
  expect(run(['--help']).stdout).toMatch(/--only/);
  const listed = run(['--list']).stdout;
  for (const name of ['Claude Code', 'Codex', 'Gemini CLI', 'opencode', 'mcporter', 'mcpdo', 'AI SDK', 'LangChain'])
    expect(listed).toContain(name);
  const { status, stderr } = run(['--only', 'nonsense']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/nonsense/)]);
});

it('says so, and fails, where a client cannot be installed', () => {
  // The cache is a file: nothing can be put into it.
  const { status, stdout } = run(['--only', 'mcporter'], { SALLYPORT_CACHE: path.join(ROOT, 'package.json') });
  expect(status).toBe(1);
  expect(stdout).toMatch(/mcporter +0\.12\.3 +FAILED +could not be installed/);
  expect(stdout).toMatch(/ENOTDIR/);
});
