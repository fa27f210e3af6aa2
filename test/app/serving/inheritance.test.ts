import { expect, it } from 'vitest';
import { Inheritance } from '../../../src/app/serving/inheritance.ts';

it('has nothing to wait for where nobody died', async () => {
  const inheritance = new Inheritance(() => Promise.reject(new Error('was asked')));
  expect(await inheritance.closed()).toBe(true);
});

it('waits until what the dead left is closed, and closes once at a time', async () => {
  let running = 0;
  let most = 0;
  const inheritance = new Inheritance(async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    return true;
  });
  inheritance.take();
  inheritance.take();
  expect(await Promise.all([inheritance.closed(), inheritance.closed()])).toEqual([true, true]);
  expect([running, most]).toEqual([0, 1]);
});

it('says so where it is not closed or cannot be, and tries again', async () => {
  const answers = [async () => false, () => Promise.reject(new Error('disk')), async () => true];
  const inheritance = new Inheritance(() => answers.shift()?.() ?? Promise.resolve(true));
  inheritance.take();
  expect([await inheritance.closed(), await inheritance.closed(), await inheritance.closed()]).toEqual([
    false,
    false,
    true,
  ]);
});
