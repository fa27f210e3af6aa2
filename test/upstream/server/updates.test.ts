import { expect, test } from 'vitest';
import type { Notice } from '../../../src/model/upstreams.ts';
import { Updates } from '../../../src/upstream/server/updates.ts';
import { session, until } from '../rig.ts';

function open() {
  const told: string[] = [];
  const updates = new Updates(({ session: of, params }) => told.push(`${of?.key} ${params.uri} ${params.n}`));
  const hear = (n: number, uri = 'note://one', key = 'one'): void => {
    const params = { uri, n };
    const notice: Notice = {
      upstream: 'up',
      session: session(key),
      method: 'notifications/resources/updated',
      params,
      text: JSON.stringify(params),
    };
    updates.hear(notice);
  };
  return { updates, told, hear };
}

test('one update is told at once', () => {
  const { told, hear } = open();
  hear(1);
  expect(told).toEqual(['one note://one 1']);
});

test('of a flood the first are told and the last, and few between; other sessions and resources wait for nothing', async () => {
  const { told, hear } = open();
  for (let n = 1; n <= 10_000; n++) hear(n);
  hear(1, 'note://two');
  hear(1, 'note://one', 'two');
  const first = Array.from({ length: 20 }, (_, at) => `one note://one ${at + 1}`);
  expect(told).toEqual([...first, 'one note://two 1', 'two note://one 1']);
  await until(() => told.includes('one note://one 10000'), 'the last is told');
  expect(told).toHaveLength(23);
});

test('addresses that go on changing keep no other waiting for ever', async () => {
  const { told, hear } = open();
  const hot = setInterval(() => {
    for (let n = 0; n < 1_500; n++) hear(n, `note://hot/${n}`);
  }, 20);
  try {
    await until(() => told.length > 20_000, 'the flood has begun');
    hear(1, 'note://cold');
    await until(() => told.includes('one note://cold 1'), 'the other is told');
  } finally {
    clearInterval(hot);
  }
});

test('one that was silent for a while is told at once again', async () => {
  const { told, hear } = open();
  for (let n = 1; n <= 30; n++) hear(n);
  await until(() => told.includes('one note://one 30'), 'the last is told');
  // When another is told again, a pause has gone by in which nothing came of this one.
  for (let n = 1; n <= 30; n++) hear(n, 'note://clock');
  await until(() => told.includes('one note://clock 30'), 'a pause has gone by');
  hear(31);
  expect(told.at(-1)).toBe('one note://one 31');
});

test('after its end nothing is told any more', async () => {
  const [ended, other] = [open(), open()];
  for (let n = 1; n <= 30; n++) ended.hear(n);
  ended.updates.stop();
  for (let n = 1; n <= 30; n++) other.hear(n);
  await until(() => other.told.length === 21, 'another was told again meanwhile');
  expect(ended.told).toHaveLength(20);
});

test('of a flood of many addresses the first are told at once and the last soon; other sessions wait for nothing', async () => {
  const { told, hear } = open();
  for (let n = 1; n <= 30_000; n++) hear(n, `note://folder/${n}`);
  hear(1, 'note://two', 'two');
  expect([told.length, told.at(-1)]).toEqual([1_001, 'two note://two 1']);
  await until(() => told.includes('one note://folder/30000 30000'), 'the last is told');
  expect(told.length).toBeLessThan(12_000);
});
