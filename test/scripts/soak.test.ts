import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const soak = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/soak.mjs', ...args], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });

describe('npm run soak', () => {
  it.each([
    ['--rounds', '0', /--rounds 0 is no use: give a number above 0/],
    ['--rounds', '1.5', /--rounds 1.5 is no use: give a whole number above 0/],
    ['--sessions', '0', /--sessions 0 is no use/],
    ['--minutes', 'long', /--minutes long is no use/],
    ['--warm-up', '0', /--warm-up 0 is no use/],
  ])('does not begin a run that would find nothing wrong: %s %s', (name, value, told) => {
    const { status, stderr } = soak(name, value);
    expect(stderr).toMatch(told);
    expect(status).toBe(1);
  });
});
