import { expect, test } from 'vitest';
import { orAborted } from '../../src/upstream/abortable.ts';

test('gives what the promise gives, and nothing once nobody wants it; listens no longer than it waits', async () => {
  const stop = new AbortController();
  const never = new Promise<number>(() => {});
  expect(await orAborted(Promise.resolve(1), stop.signal)).toBe(1);
  await expect(orAborted(Promise.reject(new Error('broken')), stop.signal)).rejects.toThrow('broken');
  const waiting = orAborted(never, stop.signal);
  stop.abort();
  expect(await waiting).toBeUndefined();
  expect(await orAborted(never, stop.signal)).toBeUndefined();
});
