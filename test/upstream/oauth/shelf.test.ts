import { expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import { underLock } from '../../../src/upstream/oauth/shelf.ts';
import { shelfFolder } from './stand.ts';

it('lets one after the other do what only one may, and goes on when one fails', async () => {
  const shelf = openShelf(shelfFolder());
  let inside = 0;
  let most = 0;
  const use = async (): Promise<void> => {
    inside++;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
    if (most === 1 && inside === 0) throw new Error('failed on the way');
  };
  const ended = await Promise.allSettled(Array.from({ length: 4 }, () => underLock(shelf, 'renew', use)));
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(most).toBe(1);
  expect(await underLock(shelf, 'renew', async () => 'done')).toBe('done');
});
