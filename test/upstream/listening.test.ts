import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { ACKNOWLEDGED, Listening } from '../../src/upstream/listening.ts';

const about = (id: number): JsonObject => ({ _meta: { 'io.modelcontextprotocol/subscriptionId': id } });

test('is acknowledged by its own id, and given up by it', () => {
  const listening = new Listening();
  const told: JsonObject[] = [];
  listening.begin(7, (filter) => told.push(filter));
  expect(listening.concerned(ACKNOWLEDGED, about(8))).toBeUndefined();
  expect(told).toEqual([]);
  expect(listening.concerned(ACKNOWLEDGED, about(7))).toBeUndefined();
  expect(told).toEqual([about(7)]);
  expect(listening.concerned('notifications/cancelled', { requestId: 8 })).toBeUndefined();
  expect(listening.concerned('notifications/cancelled', { requestId: 7 })).toBe(7);
});

test('is nobody any more once it has ended', () => {
  const listening = new Listening();
  listening.begin(7, () => {});
  expect(listening.size).toBe(1);
  listening.end(7);
  expect(listening.size).toBe(0);
  expect(listening.concerned('notifications/cancelled', { requestId: 7 })).toBeUndefined();
});
