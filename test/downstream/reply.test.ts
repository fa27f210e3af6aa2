import { expect, test } from 'vitest';
import { Asking } from '../../src/downstream/asking.ts';
import { Errand } from '../../src/downstream/calls/errand.ts';
import { createFront } from '../../src/downstream/front.ts';
import { NOBODY } from '../../src/downstream/reply.ts';
import { frontOptions, Stand } from './stand.ts';
import { visitOf } from './visits.ts';

test('where nobody is to be answered nobody is told, asked or kept waiting either', () => {
  const front = createFront(frontOptions(new Stand()));
  const { visit } = visitOf({ capabilities: { elicitation: {} }, params: '{"_meta":{"progressToken":1}}' });
  const heard = new Errand(front, new Asking(), visit);
  expect([heard.notify, heard.ask, heard.waits]).toEqual([expect.any(Function), expect.any(Function), true]);
  const alone = new Errand(front, new Asking(), { ...visit, reply: NOBODY });
  expect([alone.notify, alone.ask, alone.waits]).toEqual([undefined, undefined, false]);
  alone.cancel();
  expect(alone.isCancelled).toBe(true);
});
