import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn } from '../source.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const COPIED = [
  'src',
  'scripts',
  'test/inspect',
  'test/policy',
  'test/build.ts',
  'test/temporary.ts',
  'test/growth.ts',
  'package.json',
  'biome.json',
  'tsconfig.json',
  'tsconfig.test.json',
  'vitest.config.ts',
];

describe('npm run new', () => {
  let copy = '';
  const make = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/new.mjs', ...args], { cwd: copy, encoding: 'utf8' });
  const run = (tool: string, ...args: string[]) =>
    execFileSync(process.execPath, [path.join('node_modules', ...tool.split('/')), ...args], {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, SALLYPORT_BUILT: '1' },
      stdio: 'pipe',
    });

  beforeAll(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'sallyport-new-'));
    for (const part of COPIED) cpSync(path.join(ROOT, part), path.join(copy, part), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('makes parts that pass as they are', { timeout: 180_000 }, () => {
    for (const [kind, name] of [
      ['inspector', 'made-up'],
      ['detector', 'made-key'],
      ['rule', 'made-rule'],
    ] as const) {
      const { status, stderr } = make(kind, name);
      expect(stderr).toBe('');
      expect(status).toBe(0);
    }
    const made = ['src/inspect/made-up.ts', 'src/inspect/detectors/made-key.ts', 'test/inspect/made-up.test.ts'];
    run(
      '@biomejs/biome/bin/biome',
      'ci',
      '--vcs-enabled=false',
      ...made,
      'src/inspect/index.ts',
      'src/inspect/secrets.ts',
    );
    // The registries have them, and the examples of each are run.
    const names = ['test/inspect/made-up.test.ts', 'test/inspect/detectors', 'test/policy/pack.test.ts'];
    const report = JSON.parse(run('vitest/vitest.mjs', 'run', '--reporter=json', ...names)) as {
      success: boolean;
      testResults: { assertionResults: { fullName: string }[] }[];
    };
    expect(report.success).toBe(true);
    const ran = report.testResults.flatMap((file) => file.assertionResults.map(({ fullName }) => fullName));
    for (const name of ['made-key', 'made-rule'])
      expect(
        ran.some((each) => each.includes(name)),
        name,
      ).toBe(true);
    expect(readFileSync(path.join(copy, 'src/inspect/index.ts'), 'utf8')).toContain('madeUp,');
    expect(readFileSync(path.join(copy, 'src/inspect/secrets.ts'), 'utf8')).toMatch(/madeKey,\s+assignments/);
  });

  it.each([
    [[], /^usage:/],
    [['inspector'], /^usage:/],
    [['service', 'x'], /^usage:/],
    [['constructor', 'x'], /^usage:/],
    [['inspector', 'Bad_Name'], /lower case/],
    [['inspector', '../x'], /lower case/],
    [['inspector', 'secrets'], /exists/],
    [['detector', 'jwt'], /exists/],
    [['rule', 'cloud-metadata'], /has a rule/],
  ])('refuses %j and leaves everything as it was', (args, message) => {
    const before = filesIn(copy, '.ts').filter((file) => !file.startsWith('node_modules'));
    const { status, stderr } = make(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(filesIn(copy, '.ts').filter((file) => !file.startsWith('node_modules'))).toEqual(before);
  });
});
