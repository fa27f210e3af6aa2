import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TurnedAway } from '../../../src/downstream/http/turned-away.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('says the first at once, and counts those who follow, each minute', () => {
  const said: string[] = [];
  const away = new TurnedAway((message) => void said.push(message));
  away.add('not known', '192.0.2.1');
  expect(said).toEqual(['a request was turned away, from 192.0.2.1: not known']);
  for (let i = 0; i < 1_000; i++) away.add('expired', '192.0.2.2');
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(said[1]).toBe('turned away within a minute: 1000 more requests, the last from 192.0.2.2: expired');
  away.add('not known', '192.0.2.3');
  vi.advanceTimersByTime(60_000);
  expect(said[2]).toBe('turned away within a minute: 1 more request, the last from 192.0.2.3: not known');
  vi.advanceTimersByTime(600_000);
  expect(said).toHaveLength(3);
  away.add('not known');
  expect(said[3]).toBe('a request was turned away, from an address that is gone: not known');
});

test('says at the end whom it has counted and not told of yet, and nothing where there is nobody', () => {
  const said: string[] = [];
  const away = new TurnedAway((message) => void said.push(message));
  away.close();
  expect(said).toEqual([]);
  for (let i = 0; i < 3; i++) away.add('expired', '192.0.2.2');
  away.close();
  expect(said.slice(1)).toEqual(['turned away within a minute: 2 more requests, the last from 192.0.2.2: expired']);
  vi.advanceTimersByTime(600_000);
  expect(said).toHaveLength(2);
});
