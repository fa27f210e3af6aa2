import { expect, test } from 'vitest';
import { Crossing } from '../../../src/downstream/rounds/crossing.ts';
import { createParking } from '../../../src/downstream/rounds/parking.ts';
import { errandOf } from '../visits.ts';

const crossing = () => new Crossing(errandOf({ era: 'modern' }).errand);

test('a call is fetched once, by its own name', () => {
  const parking = createParking(60_000, 10);
  const parked = [crossing(), crossing()];
  const ids = parked.map((one) => parking.put(one, 'ann') ?? '');
  expect(new Set(ids).size).toBe(2);
  expect(parking.take('made up')).toBeUndefined();
  expect(parking.take(ids[1] ?? '')).toBe(parked[1]);
  expect(parking.take(ids[1] ?? '')).toBeUndefined();
  expect(parking.take(ids[0] ?? '')).toBe(parked[0]);
});

test('a call that nobody comes back for is cancelled', async () => {
  const parking = createParking(5, 10);
  const left = crossing();
  const id = parking.put(left, 'ann');
  await expect.poll(() => left.isCancelled).toBe(true);
  expect(parking.take(id ?? '')).toBeUndefined();
});

test('each principal has room for so many, and none takes that of another', () => {
  const parking = createParking(60_000, 1);
  expect(parking.put(crossing(), 'ann')).toBeDefined();
  expect(parking.put(crossing(), 'ann')).toBeUndefined();
  const bobs = parking.put(crossing(), 'bob');
  expect(bobs).toBeDefined();
  parking.take(bobs ?? '');
  expect(parking.put(crossing(), 'bob')).toBeDefined();
  expect(parking.peek('made up')).toBeUndefined();
});

test('other limits count for what is parked from then on', async () => {
  const parking = createParking(60_000, 1);
  const [first, second] = [crossing(), crossing()];
  const id = parking.put(first, 'ann');
  expect(parking.put(second, 'ann')).toBeUndefined();
  parking.reconfigure(5, 2);
  expect(parking.ttl).toBe(5);
  parking.put(second, 'ann');
  await expect.poll(() => second.isCancelled).toBe(true);
  expect(parking.peek(id ?? '')).toBe(first);
  parking.reconfigure(60_000, 1);
  expect(parking.put(crossing(), 'ann')).toBeUndefined();
});
