import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFreezer, type Stop, SUBJECTS } from '../../../src/journal/state/freeze.ts';
import { scratch } from '../scratch.ts';

const stop = (change: Partial<Stop> = {}): Stop => ({
  subject: 'server',
  name: 'bank',
  by: 'ann',
  reason: 'odd transfers',
  at: 5,
  ...change,
});

describe('stops', () => {
  it('stop exactly what they name, by every subject', async () => {
    const name = fc.string({ minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SUBJECTS),
        name,
        name,
        name,
        name,
        async (subject, named, session, agent, server) => {
          const freezer = openFreezer(scratch());
          await freezer.freeze(stop({ subject, name: named }));
          const hit = { session, agent, server }[subject] === named;
          expect(freezer.check(session, agent, server) !== undefined).toBe(hit);
          expect(freezer.list()).toEqual([stop({ subject, name: named })]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('say who and why, reach other processes, and end when lifted', async () => {
    const dir = scratch();
    let time = 0;
    const [one, other] = [openFreezer(dir), openFreezer(dir, () => (time += 1_000))];
    expect(other.check('s', undefined, 'bank')).toBeUndefined();
    await one.freeze(stop());
    expect(other.check('s', undefined, 'bank')).toBe('server bank was stopped by ann: odd transfers');
    expect(other.check('s', undefined, 'crm')).toBeUndefined();
    expect(one.lift('server', 'bank')).toBe(true);
    expect(one.lift('server', 'bank')).toBe(false);
    expect(other.check('s', undefined, 'bank')).toBeUndefined();
    expect(one.check('s', undefined, 'bank')).toBeUndefined();
  });

  it('look at most every 100 ms', async () => {
    const dir = scratch();
    let time = 1_000;
    const freezer = openFreezer(dir, () => time);
    freezer.check('s', 'a', 'bank');
    await openFreezer(dir).freeze(stop());
    time += 99;
    expect(freezer.check('s', 'a', 'bank')).toBeUndefined();
    time += 1;
    expect(freezer.check('s', 'a', 'bank')).toBeDefined();
  });

  it('still stop when the file that says why is damaged', async () => {
    const dir = scratch();
    await openFreezer(dir).freeze(stop());
    for (const text of ['', '{', '[]', 'null']) {
      writeFileSync(path.join(dir, readdirSync(dir)[0] as string), text);
      expect(openFreezer(dir).check('s', undefined, 'bank')).toMatch(/damaged/);
    }
  });

  it('stop everything when the list is gone', () => {
    const dir = scratch();
    let time = 0;
    const freezer = openFreezer(dir, () => (time += 1_000));
    expect(freezer.check('s', undefined, 'bank')).toBeUndefined();
    rmSync(dir, { recursive: true });
    expect(freezer.check('s', undefined, 'bank')).toMatch(/cannot be read/);
  });

  it.each(['', 'x'.repeat(101)])('refuse what is no name', async (name) => {
    await expect(openFreezer(scratch()).freeze(stop({ name }))).rejects.toThrow(
      /cannot be stopped: a name has 1 to 100 bytes/,
    );
  });
});
