import { expect, test } from 'vitest';
import { type Draining, drain } from '../../src/downstream/drain.ts';

/** A conversation of which a request runs until it is given up, or none. */
function conversation(isRunning: boolean) {
  const told: string[] = [];
  let end = (): void => {};
  const over = isRunning ? new Promise<void>((resolve) => (end = resolve)) : Promise.resolve();
  const abandon = (): void => {
    told.push('abandoned');
    end();
  };
  const is: Draining = { drained: () => over, abandon };
  return { told, end: () => end(), is };
}

test('ends as soon as everything has, and gives up the rest when the time is over', async () => {
  const quick = conversation(true);
  const draining = drain([quick.is, conversation(false).is], 600_000);
  quick.end();
  await draining;
  const slow = conversation(true);
  await drain([slow.is], 1);
  expect(slow.told).toEqual(['abandoned']);
});

test('does not wait for ever for what cannot be given up', async () => {
  const stuck: Draining = { drained: () => new Promise(() => {}), abandon: () => {} };
  await drain([stuck], 1);
});
