import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { asCheckpoint, checkpoint, checkpointKey, isSigned } from '../../../src/journal/chain/checkpoint.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { makeLater } from '../later.ts';
import { journalDir, open, pass } from '../passing.ts';

it('names the last record of every chain and is signed by the state directory’s key', async () => {
  const dir = await journalDir();
  const [one, two] = [await open(dir), await open(dir)];
  await pass(one);
  await one.close();
  await two.close();
  const sealed = await checkpoint(dir);
  expect(sealed.heads).toEqual((await verifyJournal(dir)).heads);
  expect(sealed.heads[one.writer]).toMatch(/^4:[\w-]{43}$/);
  expect(sealed.key).toBe(await checkpointKey(dir));
  expect(isSigned(sealed)).toBe(true);
  expect(isSigned({ ...sealed, heads: { ...sealed.heads, [one.writer]: '3:x' } })).toBe(false);
  expect(isSigned({ ...sealed, signature: 'x', key: 'y' })).toBe(false);
});

it('leaves out what a later version wrote, and tells whoever makes it', async () => {
  const dir = await journalDir();
  await (await open(dir)).close();
  const later = makeLater(dir);
  const journal = await open(dir);
  const told: string[] = [];
  const { heads } = await checkpoint(dir, (writer) => told.push(writer));
  expect(Object.keys(heads)).toEqual([journal.writer]);
  expect(told).toEqual(later);
  await expect(checkpoint(dir)).rejects.toThrow('version 2');
  await journal.close();
});

it('lets one chain prove that another was removed', async () => {
  const dir = await journalDir();
  const victim = await open(dir);
  await pass(victim);
  await victim.close();
  const witness = await open(dir);
  expect(await witness.write(await checkpoint(dir))).toBe(true);
  await witness.close();
  expect((await verifyJournal(dir)).problems).toEqual([]);
  for (const name of await readdir(dir)) if (name.startsWith(victim.writer)) await rm(path.join(dir, name));
  expect((await verifyJournal(dir)).problems).toMatchObject([{ what: 'deletion', file: `${victim.writer}-0.jsonl` }]);
});

it('takes what was kept elsewhere only where every part of it is there', () => {
  const whole = { kind: 'checkpoint', heads: { w: '1:h' }, signature: 's', key: 'k' };
  expect(asCheckpoint(whole)).toEqual(whole);
  expect(asCheckpoint({ ...whole, more: 1 })).toEqual(whole);
  for (const part of ['kind', 'heads', 'signature', 'key'])
    expect(asCheckpoint({ ...whole, [part]: 1 })).toBe(undefined);
  expect(asCheckpoint({ ...whole, heads: { w: 1 } })).toBe(undefined);
  expect(asCheckpoint(null)).toBe(undefined);
});
