import { expect, test } from 'vitest';
import type { Conversation } from '../../src/downstream/conversation.ts';
import { drain } from '../../src/downstream/drain.ts';

/** A conversation of which a request runs until it is given up, or none. */
function conversation(isRunning: boolean) {
  const told: string[] = [];
  let end = (): void => {};
  const over = isRunning ? new Promise<void>((resolve) => (end = resolve)) : Promise.resolve();
  const abandon = (): void => {
    told.push('abandoned');
    end();
  };
  return { told, end: () => end(), is: { drained: () => over, abandon } as unknown as Conversation };
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
  const stuck = { drained: () => new Promise<void>(() => {}), abandon: () => {} } as unknown as Conversation;
  await drain([stuck], 1);
});
