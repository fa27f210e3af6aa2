import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const ARGS = ['scripts/soak.mjs', '--quick', '--minutes', '0.2', '--sessions', '16', '--pace', '250'];

interface Report {
  readonly faults: readonly string[];
  readonly deeds: { readonly kills: number; readonly restarts: number; readonly reloads: number };
  readonly outcomes: readonly { readonly deed: string; readonly outcomes: { readonly [name: string]: number } }[];
  readonly journal: { readonly open: number; readonly kinds: { readonly [name: string]: number } };
}

it('serves many at once, whatever happens to servers, clients and configuration', { timeout: 240_000 }, () => {
  const { stdout, stderr } = spawnSync(process.execPath, ARGS, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 });
  expect(stdout, stderr).not.toBe('');
  const { faults, deeds, outcomes, journal } = JSON.parse(stdout) as Report;
  expect(faults, stderr).toEqual([]);
  expect(journal.open).toBe(0);
  expect(journal.kinds).toMatchObject({
    call: expect.any(Number),
    hold: expect.any(Number),
    reload: expect.any(Number),
  });
  expect(deeds.kills).toBeGreaterThan(0);
  const answered = outcomes.map(({ outcomes: row }) => row.answered ?? 0).reduce((sum, one) => sum + one, 0);
  expect(answered).toBeGreaterThan(outcomes.length);
});
