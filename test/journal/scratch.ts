import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { Hold, Verdict } from '../../src/model/approval.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of this test's own. */
export function scratch(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sallyport-test-')));
  made.push(folder);
  return folder;
}

/** Runs a module in a process of its own, with `dist` for the built sources; resolves with what it printed. */
export function runModule(source: string, args: readonly string[] = []): Promise<string> {
  const dist = `${pathToFileURL(path.resolve('dist')).href}/`;
  const text = source.replaceAll('dist:', dist);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', text, '--', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`exit ${code}: ${err}`))));
  });
}

export const makeVerdict = (hold: Hold, change: Partial<Verdict> = {}): Verdict => ({
  hold: hold.id,
  binding: hold.binding,
  answer: 'approve',
  door: hold.door,
  by: 'ann',
  at: hold.at + 1,
  ...change,
});
