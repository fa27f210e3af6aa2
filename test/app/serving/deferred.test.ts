import { expect, it } from 'vitest';
import { Deferred } from '../../../src/app/serving/deferred.ts';

it('is resolved by somebody else, once', async () => {
  const deferred = new Deferred<number>();
  deferred.resolve(1);
  deferred.resolve(2);
  expect(await deferred.promise).toBe(1);
});
