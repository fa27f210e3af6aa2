import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { leaseFile } from '../../../src/journal/chain/lease.ts';
import { placedMark } from '../../../src/journal/disk/place.ts';
import { ownMark, processTable } from '../../../src/journal/disk/process-table.ts';
import { acquireLease, hasForgotten, isOwned, sweepLeases } from '../../../src/journal/state/lease.ts';
import { stateParts } from '../../../src/journal/state/state-dir.ts';
import { runModule, scratch } from '../scratch.ts';

const KEY = 'session/../key';

async function living() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  await once(child, 'spawn');
  const pid = child.pid as number;
  return {
    mark: { ...placedMark(), pid, started: processTable()(pid)?.started ?? '' },
    async end() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => name.includes('lease.'));

describe('leases', () => {
  it('is let go without a word where the state directory was removed meanwhile', () => {
    const dir = scratch();
    const answer = acquireLease(dir, KEY);
    if (!answer.ok) throw new Error('owned');
    rmSync(dir, { recursive: true });
    expect(answer.lease.isMine()).toBe(false);
    expect(() => answer.lease.release()).not.toThrow();
    expect(existsSync(dir)).toBe(false);
  });

  it('has one owner while that lives, and the next inherits', async () => {
    const dir = scratch();
    const other = await living();
    const first = acquireLease(dir, KEY, other.mark);
    expect(first.ok && [first.lease.inherited, first.lease.isFirst]).toEqual([false, true]);
    expect(acquireLease(dir, KEY)).toEqual({ ok: false, owner: other.mark });
    expect(acquireLease(dir, 'another').ok).toBe(true);
    await other.end();
    const next = acquireLease(dir, KEY);
    expect(next.ok && [next.lease.inherited, next.lease.isFirst]).toEqual([true, false]);
    expect(next.ok && next.lease.isMine()).toBe(true);
    expect(first.ok && first.lease.isMine()).toBe(false);
    expect(readdirSync(dir)).toHaveLength(2);
  });

  // In a container all of them are process 1 perhaps, started at the same tick.
  const elsewhere = (pid: number, started: string) => ({ pid, started, place: 'another container' });
  const others = [
    elsewhere(2 ** 30, 'then'),
    elsewhere(process.pid, 'then'),
    elsewhere(process.pid, ownMark().started),
  ];
  it.each(others)('has an owner elsewhere for as long as the chain of that beats (%j)', async (mark) => {
    const state = stateParts(scratch());
    mkdirSync(state.journal);
    const chain = path.join(state.journal, leaseFile('w'));
    const first = acquireLease(state.sessions, KEY, mark);
    const [taken] = filesOf(state.sessions).map((name) => path.join(state.sessions, name));
    const age = (file: string, ms: number): void =>
      utimesSync(file, new Date(Date.now() - ms), new Date(Date.now() - ms));
    age(taken as string, 3_600_000);
    writeFileSync(chain, JSON.stringify(mark));
    expect(acquireLease(state.sessions, KEY)).toEqual({ ok: false, owner: mark });
    expect(isOwned(state.sessions, KEY)).toBe(true);
    await sweepLeases(state.sessions, Date.now() + 8 * 86_400_000);
    expect(first.ok && first.lease.isMine()).toBe(true);
    // Its container was stopped: nobody writes the chain any more.
    age(chain, 600_000);
    expect(isOwned(state.sessions, KEY)).toBe(false);
    const next = acquireLease(state.sessions, KEY);
    expect(next.ok && next.lease.inherited).toBe(true);
    expect(first.ok && first.lease.isMine()).toBe(false);
  });

  it('is not kept by what others beat, and by nothing where its chain was closed', () => {
    const state = stateParts(scratch());
    mkdirSync(state.journal);
    const mark = elsewhere(2 ** 30, 'then');
    acquireLease(state.sessions, KEY, mark);
    for (const name of filesOf(state.sessions)) utimesSync(path.join(state.sessions, name), 1, 1);
    for (const [i, other] of [
      { ...mark, pid: 7 },
      { ...mark, started: 'now' },
      { ...mark, place: 'a third' },
    ].entries())
      writeFileSync(path.join(state.journal, leaseFile(`w${i}`)), JSON.stringify(other));
    expect(acquireLease(state.sessions, KEY).ok).toBe(true);
  });

  it('stays with one elsewhere that has taken it just now, with or without a chain, and with one that cannot be read', () => {
    const state = stateParts(scratch());
    acquireLease(state.sessions, KEY, elsewhere(2 ** 30, 'then'));
    expect(acquireLease(state.sessions, KEY).ok).toBe(false);
    for (const name of filesOf(state.sessions)) utimesSync(path.join(state.sessions, name), 1, 1);
    mkdirSync(state.journal);
    writeFileSync(path.join(state.journal, leaseFile('w')), '');
    expect(acquireLease(state.sessions, KEY).ok).toBe(false);
    rmSync(state.journal, { recursive: true });
    expect(acquireLease(state.sessions, KEY).ok).toBe(true);
  });

  it('is given again to the owner, and to others when released, who inherit nothing', async () => {
    const dir = scratch();
    const first = acquireLease(dir, KEY);
    const again = acquireLease(dir, KEY);
    expect(first.ok && again.ok && again.lease.isMine()).toBe(true);
    if (first.ok) first.lease.release();
    expect(first.ok && first.lease.isMine()).toBe(false);
    expect(again.ok && again.lease.isMine()).toBe(false);
    const other = await living();
    const next = acquireLease(dir, KEY, other.mark);
    expect(next.ok && next.lease.inherited).toBe(false);
    if (first.ok) first.lease.release();
    expect(next.ok && next.lease.isMine()).toBe(true);
    await other.end();
  });

  it('goes to one of many heirs', async () => {
    const dir = scratch();
    acquireLease(dir, KEY, { ...placedMark(), pid: 2 ** 30, started: 'long ago' });
    // Each stays until all have tried: from one that has ended the next would inherit.
    const heir = `
      import { readdirSync, writeFileSync } from 'node:fs';
      import { acquireLease } from 'dist:journal/state/lease.js';
      const [, dir, key, tried] = process.argv;
      const got = acquireLease(dir, key);
      console.log(got.ok && got.lease.inherited);
      writeFileSync(tried + '/' + process.pid, '');
      while (readdirSync(tried).length < 5) await new Promise((resolve) => setTimeout(resolve, 20));`;
    const tried = scratch();
    const won = await Promise.all(Array.from({ length: 5 }, () => runModule(heir, [dir, KEY, tried])));
    expect(won.filter((text) => text === 'true\n')).toHaveLength(1);
    expect(filesOf(dir)).toHaveLength(1);
  });

  it('has one owner at a time, however often it is taken and released meanwhile', async () => {
    const dir = scratch();
    const file = path.join(dir, 'count');
    writeFileSync(file, '0');
    const holder = `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { acquireLease } from 'dist:journal/state/lease.js';
      const [dir, file] = process.argv.slice(1);
      for (let left = 50; left > 0; await new Promise((resolve) => setImmediate(resolve))) {
        const answer = acquireLease(dir, 'key');
        if (!answer.ok) continue;
        writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1));
        answer.lease.release();
        left--;
      }`;
    await Promise.all(['a', 'b', 'c', 'd'].map(() => runModule(holder, [dir, file])));
    expect(readFileSync(file, 'utf8')).toBe('200');
  });

  // One that lies ahead was written before the clock was set back: it is not waited for as long as that was.
  const ages = [1, Date.now() / 1_000 + 3_600];
  it.each(ages)('leaves a file alone that may be half written, and takes it when it stays so (%d)', (at) => {
    const dir = scratch();
    const folder = path.join(dir, Buffer.from(KEY).toString('hex'));
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'lease.4'), '{"pid":');
    expect(acquireLease(dir, KEY)).toEqual({ ok: false, owner: undefined });
    utimesSync(path.join(folder, 'lease.4'), at, at);
    expect(acquireLease(dir, KEY).ok).toBe(true);
    expect(filesOf(dir)).toEqual([path.join(path.basename(folder), 'lease.5')]);
  });

  it('sweeps what the dead left a week ago, and keeps the rest', async () => {
    const dir = scratch();
    acquireLease(dir, 'dead', { ...placedMark(), pid: 2 ** 30, started: 'long ago' });
    acquireLease(dir, 'mine', placedMark());
    const released = acquireLease(dir, 'released');
    if (released.ok) released.lease.release();
    mkdirSync(path.join(dir, 'not-a-lease'));
    await sweepLeases(dir, Date.now() + 6 * 86_400_000);
    expect(filesOf(dir)).toHaveLength(3);
    await sweepLeases(dir, Date.now() + 8 * 86_400_000);
    const fileOf = (key: string, turn: number): string => path.join(Buffer.from(key).toString('hex'), `lease.${turn}`);
    expect(filesOf(dir).sort()).toEqual([fileOf('dead', 2), fileOf('mine', 1)]);
    await sweepLeases(dir, Date.now() + 8 * 86_400_000);
    expect(filesOf(dir)).toEqual([fileOf('mine', 1)]);
    expect(existsSync(path.join(dir, 'not-a-lease'))).toBe(true);
    await sweepLeases(path.join(dir, 'not there'));
  });

  it('sweeps the folder of a session that nobody has had for a week, where nothing was put into it', async () => {
    const dir = scratch();
    acquireLease(dir, 'mine', placedMark());
    for (const name of ['mine.d', 'empty.d', 'used.d']) mkdirSync(path.join(dir, name));
    writeFileSync(path.join(dir, 'used.d', 'memory'), 'kept');
    const folders = () => readdirSync(dir).filter((name) => name.endsWith('.d'));
    await sweepLeases(dir, Date.now() + 6 * 86_400_000);
    expect(folders()).toHaveLength(3);
    await sweepLeases(dir, Date.now() + 8 * 86_400_000);
    expect(folders()).toEqual(['mine.d', 'used.d']);
  });

  it('knows that a session had an owner for a week after that was found dead, however long it lived', async () => {
    const dir = scratch();
    acquireLease(dir, KEY, { ...placedMark(), pid: 2 ** 30, started: 'long ago' });
    const folder = path.join(dir, Buffer.from(KEY).toString('hex'));
    // Taken a month ago and used to the end: taking it was the last that changed the folder.
    const taken = new Date(Date.now() - 30 * 86_400_000);
    for (const place of [path.join(folder, 'lease.1'), folder]) utimesSync(place, taken, taken);
    await sweepLeases(dir);
    const next = acquireLease(dir, KEY);
    expect(next.ok && next.lease.isFirst).toBe(false);
  });

  it('sweeps without keeping anybody waiting', async () => {
    const dir = scratch();
    for (let n = 0; n < 200; n++) {
      const taken = acquireLease(dir, `released ${n}`);
      if (taken.ok) taken.lease.release();
    }
    let turns = 0;
    const count = setInterval(() => turns++, 1);
    await sweepLeases(dir, Date.now() + 8 * 86_400_000);
    clearInterval(count);
    expect(filesOf(dir)).toEqual([]);
    expect(turns).toBeGreaterThan(0);
  });

  it('forgets former owners early where they are many, the first ones first, and calls nobody new from then on', async () => {
    const dir = scratch();
    const folderOf = (key: string): string => path.join(dir, Buffer.from(key).toString('hex'));
    for (const [n, key] of ['mine', 'first', 'second', 'third'].entries()) {
      const taken = acquireLease(dir, key);
      if (taken.ok && key !== 'mine') taken.lease.release();
      const then = new Date(Date.now() - (10 - n) * 1_000);
      utimesSync(folderOf(key), then, then);
    }
    mkdirSync(path.join(dir, 'mine.d'));
    await sweepLeases(dir, Date.now(), 4);
    expect(hasForgotten(dir)).toBe(false);
    await sweepLeases(dir, Date.now(), 2);
    const left = ['mine', 'first', 'second', 'third'].filter((key) => existsSync(folderOf(key)));
    expect(left).toEqual(['mine', 'third']);
    expect(existsSync(path.join(dir, 'mine.d'))).toBe(true);
    expect(isOwned(dir, 'mine')).toBe(true);
    // It may be one of them, and its past is looked for in the record.
    for (const key of ['first', 'never seen']) {
      const next = acquireLease(dir, key);
      expect(next.ok && next.lease.isFirst).toBe(false);
    }
    await sweepLeases(dir, Date.now() + 8 * 86_400_000, 2);
    expect(hasForgotten(dir)).toBe(false);
    const next = acquireLease(dir, 'new');
    expect(next.ok && next.lease.isFirst).toBe(true);
  });

  it('forgets nobody early who died: what became of their calls is found out before the session goes on', async () => {
    const dir = scratch();
    const dead = { ...placedMark(), started: 'long ago' };
    expect(acquireLease(dir, KEY, dead).ok).toBe(true);
    for (let sweep = 0; sweep < 2; sweep++) await sweepLeases(dir, Date.now(), 0);
    const next = acquireLease(dir, KEY);
    expect(next.ok && next.lease.inherited).toBe(true);
  });

  it('forgets nobody where it cannot be written down that some were', async () => {
    const dir = scratch();
    const taken = acquireLease(dir, KEY);
    if (taken.ok) taken.lease.release();
    mkdirSync(path.join(dir, 'forgotten', 'in the way'), { recursive: true });
    await sweepLeases(dir, Date.now(), 0);
    expect(filesOf(dir)).toHaveLength(1);
  });
});
