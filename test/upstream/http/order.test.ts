import { expect, test } from 'vitest';
import { inOrder } from '../../../src/upstream/http/order.ts';
import type { Outgoing } from '../../../src/upstream/wire.ts';

const message = (method: string, id?: number): Outgoing => ({ text: '', id, method, name: '', args: undefined });

test('nothing overtakes the end of the handshake, everything else goes at once', () => {
  const posted: string[] = [];
  let done = (): void => {};
  const order = inOrder((each, received) => {
    posted.push(`${each.method} ${each.id}`);
    if (each.method === 'notifications/initialized') done = received;
  });
  order.send(message('initialize', 1));
  order.send(message('notifications/initialized'));
  for (const id of [2, 3, 4]) order.send(message('tools/list', id));
  expect(posted).toEqual(['initialize 1', 'notifications/initialized undefined']);
  expect([order.take(3), order.take(3), order.take(1)]).toEqual([true, false, false]);
  done();
  order.send(message('tools/call', 5));
  expect(posted.slice(2)).toEqual(['tools/list 2', 'tools/list 4', 'tools/call 5']);
});
