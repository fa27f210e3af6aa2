import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Freeze, openFreezer, SUBJECTS } from '../../../src/journal/state/freeze.ts';
import { scratch } from '../scratch.ts';

const freeze = (change: Partial<Freeze> = {}): Freeze => ({
  subject: 'server',
  name: 'bank',
  by: 'ann',
  reason: 'odd transfers',
  at: 5,
  ...change,
});

describe('freezes', () => {
  it('hit exactly what they name, by every subject', async () => {
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
          await freezer.freeze(freeze({ subject, name: named }));
          const hit = { session, agent, server }[subject] === named;
          expect(freezer.check(session, agent, server) !== undefined).toBe(hit);
          expect(freezer.list()).toEqual([freeze({ subject, name: named })]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('say who and why, reach other processes, and end when unfrozen', async () => {
    const dir = scratch();
    let time = 0;
    const [one, other] = [openFreezer(dir), openFreezer(dir, () => (time += 1_000))];
    expect(other.check('s', undefined, 'bank')).toBeUndefined();
    await one.freeze(freeze());
    expect(other.check('s', undefined, 'bank')).toBe('server bank was frozen by ann: odd transfers');
    expect(other.check('s', undefined, 'crm')).toBeUndefined();
    expect(one.unfreeze('server', 'bank')).toBe(true);
    expect(one.unfreeze('server', 'bank')).toBe(false);
    expect(other.check('s', undefined, 'bank')).toBeUndefined();
    expect(one.check('s', undefined, 'bank')).toBeUndefined();
  });

  it('look at most every 100 ms', async () => {
    const dir = scratch();
    let time = 1_000;
    const freezer = openFreezer(dir, () => time);
    freezer.check('s', 'a', 'bank');
    await openFreezer(dir).freeze(freeze());
    time += 99;
    expect(freezer.check('s', 'a', 'bank')).toBeUndefined();
    time += 1;
    expect(freezer.check('s', 'a', 'bank')).toBeDefined();
  });

  it('still hold when the file that says why is damaged', async () => {
    const dir = scratch();
    await openFreezer(dir).freeze(freeze());
    for (const text of ['', '{', '[]', 'null']) {
      writeFileSync(path.join(dir, readdirSync(dir)[0] as string), text);
      expect(openFreezer(dir).check('s', undefined, 'bank')).toMatch(/damaged/);
    }
  });

  it('hold everything back when the list is gone', () => {
    const dir = scratch();
    let time = 0;
    const freezer = openFreezer(dir, () => (time += 1_000));
    expect(freezer.check('s', undefined, 'bank')).toBeUndefined();
    rmSync(dir, { recursive: true });
    expect(freezer.check('s', undefined, 'bank')).toBe(
      `nobody can tell what a person has frozen, so everything is: ${dir} was removed or moved; put it back, or restart Sallyport`,
    );
    writeFileSync(dir, 'no folder');
    expect(freezer.check('s', undefined, 'bank')).toMatch(/cannot be read \(.*ENOTDIR.*\); let the user read it/);
  });

  it.each(['', 'x'.repeat(101)])('refuse what is no name', async (name) => {
    await expect(openFreezer(scratch()).freeze(freeze({ name }))).rejects.toThrow(
      /cannot be frozen: a name has 1 to 100 bytes/,
    );
  });
});
