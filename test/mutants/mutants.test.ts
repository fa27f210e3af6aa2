import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..', '..');
let copy = '';

/** Runs one test file in the copy; the number of tests that failed, or what else went wrong. */
async function failures(test: string): Promise<number> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', test, '--reporter=json', '--config', 'vitest.config.ts'];
  const env = { ...process.env, SALLYPORT_BUILT: '1', NO_COLOR: '1' };
  const { stdout } = await run(process.execPath, args, { cwd: copy, env, maxBuffer: 1e8 }).catch(
    (error: { stdout: string }) => error,
  );
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"num'))) as { numFailedTests: number; numTotalTests: number };
  // A file that does not even load fails no test: then the mutant proved nothing.
  expect(report.numTotalTests).toBeGreaterThan(0);
  return report.numFailedTests;
}

beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'sallyport-mutants-'));
  for (const part of ['src', 'test', 'fixtures', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('every law has a mutant that turns its test red', () => {
  it('one for each of the ten', () => {
    expect([...new Set(MUTANTS.map((mutant) => mutant.law))].sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it.each(MUTANTS)('law $law: $breaks', { timeout: 120_000 }, async ({ file, find, put, test }) => {
    const target = path.join(copy, file);
    const source = readFileSync(target, 'utf8');
    expect(source.split(find)).toHaveLength(2);
    writeFileSync(
      target,
      source.replace(find, () => put),
    );
    try {
      expect(await failures(test)).toBeGreaterThan(0);
    } finally {
      writeFileSync(target, source);
    }
  });
});
