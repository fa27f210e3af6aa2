import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { HoldFolder, misfit, removeHolds } from '../../../src/journal/state/hold-folder.ts';
import { makeHold } from '../../samples.ts';
import { makeVerdict, scratch } from '../scratch.ts';

const read = vi.hoisted((): { names: string[] } => ({ names: [] }));

/** The real one, and what it read. */
vi.mock('../../../src/journal/disk/whole-file.ts', async (original) => {
  const real = await original<typeof import('../../../src/journal/disk/whole-file.ts')>();
  const readWhole: typeof real.readWhole = (file, most) => {
    read.names.push(path.basename(file).split('.', 1)[0] as string);
    return real.readWhole(file, most);
  };
  return { ...real, readWhole };
});

function open() {
  // Not the folder that all tests share: nothing may be written above.
  const dir = path.join(scratch(), 'approvals');
  mkdirSync(dir);
  const faults: string[] = [];
  return { dir, faults, folder: new HoldFolder(dir, (fault) => faults.push(fault)) };
}

describe('the folder of holds', () => {
  it('gives back what was put into it, by id and by binding, oldest first', async () => {
    const { folder } = open();
    const holds = [
      makeHold({ id: 'b', at: 2 }),
      makeHold({ id: 'a', at: 2 }),
      makeHold({ id: 'c', at: 1, binding: 'x' }),
    ];
    for (const hold of holds) await folder.create(hold);
    expect((await folder.unanswered()).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect((await folder.boundTo('x')).map(({ id }) => id)).toEqual(['c']);
    expect(await folder.get('b')).toEqual(holds[0]);
    await expect(folder.create(makeHold({ id: 'b', binding: 'other' }))).rejects.toThrow(/exists already/);
  });

  it('tells which have a mark, without a look at each', async () => {
    const { folder } = open();
    for (const id of ['a', 'b', 'c']) await folder.create(makeHold({ id }));
    expect(await folder.marked('left')).toEqual(new Set());
    await folder.mark('a', 'left', '{}');
    await folder.mark('b', 'verdict', '{}');
    await folder.mark('c', 'left', '{}');
    expect(await folder.marked('left')).toEqual(new Set(['a', 'c']));
  });

  it('finds those without an answer without reading the others, however many there are', async () => {
    const { folder } = open();
    const ids = Array.from({ length: 40 }, (_, i) => `h${i + 10}`);
    for (const id of ids) await folder.create(makeHold({ id }));
    for (const id of ids.slice(0, 20)) await folder.mark(id, 'verdict', '{}');
    for (const id of ids.slice(20, 30)) await folder.mark(id, 'left', '{}');
    read.names = [];
    expect((await folder.unanswered()).map(({ id }) => id)).toEqual(ids.slice(20));
    expect(read.names.sort()).toEqual(ids.slice(20));
  });

  it('marks a hold once, and knows no mark of what is no id', async () => {
    const { dir, folder } = open();
    expect(await Promise.all([1, 2, 3].map(() => folder.mark('a', 'spent', '{}')))).toEqual(
      expect.arrayContaining([true, false, false]),
    );
    expect([await folder.isMarked('a', 'spent'), await folder.isMarked('a', 'left')]).toEqual([true, false]);
    await folder.unmark('a', 'spent');
    expect(await folder.isMarked('a', 'spent')).toBe(false);
    expect([await folder.mark('../x', 'left', ''), await folder.isMarked('../x', 'left')]).toEqual([false, false]);
    expect(readdirSync(path.dirname(dir))).toEqual(['approvals']);
  });

  it('ignores files that we did not write, and says so', async () => {
    const { dir, folder, faults } = open();
    const hold = makeHold();
    await folder.create(hold);
    writeFileSync(path.join(dir, `zzzz.${'1'.repeat(32)}.hold`), '{');
    expect(await folder.unanswered()).toEqual([hold]);
    mkdirSync(path.join(dir, `${hold.id}.verdict`));
    expect(await folder.verdictOf(hold)).toBeUndefined();
    const [name = ''] = readdirSync(dir).filter((file) => file.startsWith(`${hold.id}.`) && file.endsWith('.hold'));
    renameSync(path.join(dir, name), path.join(dir, name.replace(/\.\w{32}\./, `.${'0'.repeat(32)}.`)));
    expect(await folder.get(hold.id)).toBeUndefined();
    expect(faults.map((fault) => fault.split(' is ignored')[0]?.split('.')[0])).toEqual(['zzzz', hold.id, hold.id]);
  });

  it('sweeps what expired a day ago, and damaged files that are as old', async () => {
    const { dir, folder } = open();
    const old = makeHold({ id: 'old1' });
    await folder.create(old);
    await folder.mark('old1', 'verdict', '{}');
    const damaged = path.join(dir, `zzzz.${'1'.repeat(32)}.hold`);
    writeFileSync(damaged, '{');
    for (const name of readdirSync(dir)) utimesSync(path.join(dir, name), 0, 0);
    await folder.sweep(old.expires + 86_400_000);
    expect(readdirSync(dir).filter((name) => name.startsWith('old1'))).toHaveLength(2);
    await folder.sweep(old.expires + 86_400_001);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('keeps so much of what has expired, the youngest, and all that still waits', async () => {
    const { dir, folder } = open();
    const shown = `"${'x'.repeat(10_000)}"`;
    for (const [id, expires] of [
      ['first', 10_000],
      ['second', 20_000],
      ['third', 30_000],
      ['waits', 90_000],
    ] as const)
      await folder.create(makeHold({ id, expires, shown }));
    await folder.mark('first', 'verdict', '{}');
    const ids = (): string[] => readdirSync(dir).flatMap((name) => /^(\w+)\.\w+\.hold$/.exec(name)?.[1] ?? []);
    await folder.sweep(50_000, 25_000);
    expect(ids().sort()).toEqual(['second', 'third', 'waits']);
    await folder.sweep(50_000, 0);
    expect(ids()).toEqual(['waits']);
  });

  it('loses everything of a hold that is removed', async () => {
    const { dir, folder } = open();
    for (const id of ['a', 'ab']) await folder.create(makeHold({ id }));
    await folder.mark('a', 'left', '{}');
    await removeHolds(dir, ['a']);
    expect((await folder.unanswered()).map(({ id }) => id)).toEqual(['ab']);
    expect(readdirSync(dir)).toHaveLength(1);
  });
});

it.each([
  ['another hold', { hold: 'x' }],
  ['another call', { binding: 'x' }],
  ['by elicitation', { door: 'elicitation' as const }],
  ['expired', { at: makeHold().expires }],
])('a verdict does not fit a hold where it says %s', (word, change) => {
  const hold = makeHold();
  expect(misfit(hold, makeVerdict(hold))).toBeUndefined();
  expect(misfit(hold, makeVerdict(hold, change))).toContain(word);
});
