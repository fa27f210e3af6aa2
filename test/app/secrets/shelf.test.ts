import { chmodSync, mkdirSync, mkdtempSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';

const place = (): string => mkdtempSync(path.join(os.tmpdir(), 'sallyport-shelf-'));

it('keeps files of this user alone, whole, and shows when one came or went', async () => {
  const folder = place();
  const shelf = openShelf(folder);
  const empty = await shelf.stamp();
  expect(await shelf.read('a')).toBeUndefined();
  expect(await shelf.create('a', 'one')).toBe(true);
  expect(await shelf.create('a', 'two')).toBe(false);
  await shelf.replace('b', 'three');
  mkdirSync(path.join(folder, 'turns'));
  writeFileSync(path.join(folder, 'b.1.tmp'), 'half');
  expect((await shelf.list()).toSorted()).toEqual(['a', 'b']);
  expect([await shelf.read('a'), await shelf.read('b')]).toEqual(['one', 'three']);
  expect(statSync(path.join(folder, 'a')).mode & 0o777).toBe(0o600);
  expect(await shelf.stamp()).not.toBe(empty);
  await shelf.remove('a');
  await shelf.remove('a');
  expect(await shelf.list()).toEqual(['b']);
});

it('gives one stamp as long as nothing changes, except just after a change, when another may leave the same time', async () => {
  const folder = place();
  const shelf = openShelf(folder);
  const old = new Date(Date.now() - 60_000);
  utimesSync(folder, old, old);
  expect(await shelf.stamp()).toBe(await shelf.stamp());
  for (const at of [new Date(), new Date(Date.now() + 50)]) {
    utimesSync(folder, at, at);
    expect(await shelf.stamp()).not.toBe(await shelf.stamp());
  }
});

it('says when others can read a file', async () => {
  const folder = place();
  const shelf = openShelf(folder);
  await shelf.replace('key', 'x');
  expect(await shelf.exposure('key')).toBeUndefined();
  chmodSync(path.join(folder, 'key'), 0o644);
  expect(await shelf.exposure('key')).toContain(`chmod 600 '${path.join(folder, 'key')}'`);
});

it('lets one after the other do what only one may, and goes on when one fails', async () => {
  const folder = place();
  const shelves = [openShelf(folder), openShelf(folder)];
  let inside = 0;
  let most = 0;
  const use = async (): Promise<void> => {
    inside++;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
    if (most === 1 && inside === 0) throw new Error('failed on the way');
  };
  const ended = await Promise.allSettled([...shelves, ...shelves].map((shelf) => shelf.inTurn('renew', use)));
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(most).toBe(1);
  const both = shelves[0]?.inTurn('renew', async () => shelves[1]?.inTurn('another', async () => 'done'));
  expect(await both).toBe('done');
});
