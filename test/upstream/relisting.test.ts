import { expect, test } from 'vitest';
import { Relisting } from '../../src/upstream/relisting.ts';

test('a burst of changes is one listing', async () => {
  const listed: string[] = [];
  const relisting = new Relisting<string>((by) => void listed.push(by));
  for (const by of ['a', 'b', 'c']) relisting.changed(by, true);
  await expect.poll(() => listed).toEqual(['a']);
  relisting.changed('d', true);
  await expect.poll(() => listed).toEqual(['a', 'd']);
});

test('what changes while it cannot be read is said once afterwards', () => {
  const relisting = new Relisting<string>(() => {
    throw new Error('listed');
  });
  relisting.changed('a', false);
  expect([relisting.missed(), relisting.missed()]).toEqual([true, false]);
  relisting.isBusy = true;
  relisting.changed('a', true);
  expect(relisting.missed()).toBe(true);
});

test('after the end nothing is listed', async () => {
  let count = 0;
  const relisting = new Relisting<string>(() => count++);
  relisting.changed('a', true);
  relisting.stop();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(count).toBe(0);
});
