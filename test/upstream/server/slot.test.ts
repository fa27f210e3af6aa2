import { expect, test } from 'vitest';
import type { Connection } from '../../../src/upstream/connection.ts';
import { isIdle, type Slot, Slots } from '../../../src/upstream/server/slot.ts';
import { session } from '../rig.ts';

const slot = (usedAt: number, inFlight: number | undefined, waiting = 0): Slot => ({
  session: undefined,
  opened: new Promise(() => {}),
  connection: inFlight === undefined ? undefined : ({ lane: { inFlight }, greeting: { era: 'legacy' } } as Connection),
  quit: new AbortController(),
  usedAt,
  openedAt: 0,
  waiting,
  leaving: false,
  declared: undefined,
});

test('a spare is claimed once', () => {
  const slots = new Slots();
  slots.spare = slot(1, 0);
  const claimed = slots.claim('a', session('a'), '{}');
  expect(claimed?.session?.key).toBe('a');
  expect(slots.get('a')).toBe(claimed);
  expect(slots.claim('b', session('b'), '{}')).toBeUndefined();
  expect(slots.all()).toEqual([claimed]);
});

test('a spare whose server was told of another client stays behind, unless it is told with each call', () => {
  const slots = new Slots();
  const spare = slot(1, 0);
  spare.declared = '{"roots":{}}';
  slots.spare = spare;
  expect(slots.claim('a', session('a'), '{}')).toBeUndefined();
  expect(slots.spare).toBe(spare);
  expect(slots.claim('a', session('a'), '{"roots":{}}')).toBe(spare);
  const modern = slot(1, 0);
  modern.declared = '{"roots":{}}';
  modern.connection = { lane: { inFlight: 0 }, greeting: { era: 'modern' } } as Connection;
  slots.spare = modern;
  expect(slots.claim('b', session('b'), '{}')).toBe(modern);
});

test('opening, busy and awaited slots are not idle; the idlest was used first', () => {
  const slots = new Slots();
  const idle = [slot(7, 0), slot(5, 0)];
  const busy = [slot(1, undefined), slot(2, 1), slot(3, 0, 1)];
  expect([...idle, ...busy].map(isIdle)).toEqual([true, true, false, false, false]);
  for (const [i, each] of [...idle, ...busy].entries()) slots.set(String(i), each);
  expect(slots.idlest()).toBe(idle[1]);
  slots.remove(idle[1] as Slot);
  slots.spare = slot(6, 0);
  expect(slots.idlest()).toBe(slots.spare);
});
