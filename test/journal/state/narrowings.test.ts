import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLease, folderOf, KEEP_MS, sweepLeases } from '../../../src/journal/state/lease.ts';
import { leaveNarrowing, Narrowings } from '../../../src/journal/state/narrowings.ts';
import { runModule, scratch } from '../scratch.ts';

const KEY = 'a'.repeat(32);
const SAID = { source: 'meta', purposes: ['desk'], tools: ['mail.send'] } as const;

function owned() {
  const dir = scratch();
  const answer = acquireLease(dir, KEY);
  if (!answer.ok) throw new Error('owned by somebody else');
  return { dir, folder: folderOf(dir, KEY), narrowings: new Narrowings(dir, KEY), lease: answer.lease };
}
const saysOf = (narrowings: Narrowings) => narrowings.take().map(({ narrowing }) => narrowing);

describe('what a process leaves for the owner of a session', () => {
  it('is taken once, from any process, and is gone when the owner has recorded it', async () => {
    const { dir, folder, narrowings } = owned();
    expect(narrowings.take()).toEqual([]);
    await runModule(
      `import { leaveNarrowing } from 'dist:journal/state/narrowings.js';
       await leaveNarrowing(process.argv.at(-1), '${KEY}', ${JSON.stringify(SAID)});`,
      [dir],
    );
    const [left] = narrowings.take();
    expect(left?.narrowing).toEqual(SAID);
    expect(narrowings.take()).toEqual([]);
    // One that could not be recorded yet is there for the next owner.
    expect(saysOf(new Narrowings(dir, KEY))).toEqual([SAID]);
    if (left !== undefined) await narrowings.drop(left);
    await leaveNarrowing(dir, KEY, { source: 'header', purposes: ['other'] });
    expect(saysOf(narrowings)).toEqual([{ source: 'header', purposes: ['other'] }]);
    expect(readdirSync(folder).filter((name) => name.startsWith('narrowed.'))).toHaveLength(1);
  });

  it('rules everything out where it cannot be read', () => {
    const { folder, narrowings } = owned();
    const texts = ['', '{"purp', '[]', '{"source":"meta","purposes":[1]}', '{"source":"x","purposes":[]}'];
    for (const [i, text] of texts.entries()) writeFileSync(path.join(folder, `narrowed.${i}`), text);
    mkdirSync(path.join(folder, 'narrowed.folder'));
    // Never finished, so never left.
    writeFileSync(path.join(folder, 'narrowed.0.17.0.tmp'), '');
    const said = saysOf(narrowings);
    expect(said).toHaveLength(texts.length + 1);
    for (const one of said) expect(one).toEqual({ source: 'outage', purposes: ['something that cannot be read'] });
  });

  it('cannot be told where the folder is gone', () => {
    const { folder, narrowings } = owned();
    narrowings.take();
    rmSync(folder, { recursive: true });
    expect(() => narrowings.take()).toThrow(/ENOENT/);
  });

  it('goes to nobody where nobody owns the session, and goes with the last owner', async () => {
    await leaveNarrowing(scratch(), KEY, SAID);
    const { dir, folder, lease } = owned();
    await leaveNarrowing(dir, KEY, SAID);
    lease.release();
    const old = (Date.now() - 2 * KEEP_MS) / 1_000;
    for (const name of readdirSync(folder)) utimesSync(path.join(folder, name), old, old);
    utimesSync(folder, old, old);
    await sweepLeases(dir);
    expect(readdirSync(dir)).toEqual([]);
  });
});
