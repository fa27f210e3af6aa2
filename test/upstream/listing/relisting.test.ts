import { afterEach, describe, expect, test, vi } from 'vitest';
import { Relisting } from '../../../src/upstream/listing/relisting.ts';

afterEach(() => void vi.useRealTimers());

test('a burst of changes is one listing', async () => {
  const listed: string[] = [];
  const relisting = new Relisting<string>((by) => void listed.push(by));
  for (const by of ['a', 'b', 'c']) relisting.changed(by, true);
  await expect.poll(() => listed).toEqual(['a']);
  relisting.changed('d', true);
  await expect.poll(() => listed).toEqual(['a', 'd']);
});

test('what changes while it cannot be read is said once afterwards', () => {
  const relisting = new Relisting<string>(() => {
    throw new Error('listed');
  });
  relisting.changed('a', false);
  expect([relisting.missed(), relisting.missed()]).toEqual([true, false]);
  relisting.isBusy = true;
  relisting.changed('a', true);
  expect(relisting.missed()).toBe(true);
});

test('after the end nothing is listed', async () => {
  vi.useFakeTimers();
  let count = 0;
  const relisting = new Relisting<string>(() => count++);
  relisting.changed('a', true);
  relisting.stop();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(count).toBe(0);
});

describe('a server that says after each listing that it changed', () => {
  /** Counts the listings; `isRestless` says whether it still tells after each. */
  const open = () => {
    vi.useFakeTimers();
    const state = { count: 0, isRestless: true, told: [] as (number | undefined)[] };
    const list = (): void => {
      relisting.isBusy = true;
      state.count++;
      relisting.isBusy = false;
      if (state.isRestless) relisting.changed('it', true);
    };
    const relisting = new Relisting<string>(list, (wait) => state.told.push(wait));
    return { state, relisting };
  };

  test('is listed less and less often, and for people it is restless', async () => {
    const { state, relisting } = open();
    relisting.changed('it', true);
    await vi.advanceTimersByTimeAsync(60_000);
    const first = state.count;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(first).toBeLessThan(17);
    expect(state.count - first).toBeLessThan(62);
    expect(state.count - first).toBeGreaterThan(50);
    expect(state.told).toEqual([3_200, 6_400, 12_800, 25_600, 51_200, 60_000]);
  });

  test('is listed soon a few times, since most stop then', async () => {
    const { state, relisting } = open();
    relisting.changed('it', true);
    await vi.advanceTimersByTimeAsync(600);
    expect(state.count).toBe(6);
  });

  test('is listed as soon as any other once it was calm', async () => {
    const { state, relisting } = open();
    relisting.changed('it', true);
    await vi.advanceTimersByTimeAsync(60_000);
    state.isRestless = false;
    await vi.advanceTimersByTimeAsync(700_000);
    expect(state.told.at(-1)).toBeUndefined();
    const before = state.count;
    relisting.changed('it', true);
    await vi.advanceTimersByTimeAsync(100);
    expect(state.count).toBe(before + 1);
  });

  test('now and then is not restless, however long it goes on', async () => {
    const { state, relisting } = open();
    state.isRestless = false;
    for (let times = 0; times < 50; times++) {
      relisting.changed('it', true);
      await vi.advanceTimersByTimeAsync(1_200);
    }
    expect(state).toMatchObject({ count: 50, told: [] });
  });
});
