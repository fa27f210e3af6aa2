import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const bench = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/bench.mjs', ...args], { cwd: ROOT, encoding: 'utf8', timeout: 120_000 });

describe('npm run bench', () => {
  it('prints ratios with the machine they were measured on', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = bench(
      '--quick',
      '--only',
      'stdio to stdio: 100 B, 1 in flight;start to first list',
    );
    expect(stderr).toMatch(/^ *[\d.]+x {2}stdio to stdio: 100 B, 1 in flight/m);
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ name }) => name)).toEqual([
      'stdio to stdio: 100 B, 1 in flight',
      'start to first list',
      'list of 320 tools',
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({ machine: expect.any(String), node: process.version, commit: expect.any(String) });
      expect(line.ratio).toBeGreaterThan(0);
      expect(Object.keys(line).slice(0, 2)).toEqual(['name', 'ratio']);
    }
  });

  it('measures what a lockfile costs, beside its goals', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = bench('--quick', '--only', 'lockfile of 188 tools');
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ name, goal }) => [name, goal])).toEqual([
      ['lockfile of 188 tools: written', 15],
      ['lockfile of 188 tools: memory for that', 300],
      ['lockfile of 188 tools: added to a start', 30],
      ['lockfile of 188 tools: CPU of that', 30],
    ]);
    for (const line of lines) expect(line).toMatchObject({ figure: expect.any(Number), unit: expect.any(String) });
    expect(stderr).toMatch(/lockfile of 188 tools: written +[\d.]+ s +at most 15/);
  });

  it('says what to do where nothing is built', () => {
    const { status, stderr } = bench('--main', 'nowhere/main.js');
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm run build/);
  });
});
