import { expect, it } from 'vitest';
import { duration, size } from '../../src/config/measure.ts';

it.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['15m', 900_000],
  ['8h', 28_800_000],
  ['30d', 2_592_000_000],
])('duration %s is %d ms', (text, ms) => {
  expect(duration.parse(text)).toBe(ms);
});

it.each([
  ['512B', 512],
  ['64KB', 64_000],
  ['10MB', 10_000_000],
  ['1GB', 1_000_000_000],
])('size %s is %d bytes', (text, bytes) => {
  expect(size.parse(text)).toBe(bytes);
});

it('takes no duration after which there is no date any more, and says what is the most', () => {
  expect(duration.parse('36500d')).toBe(36_500 * 86_400_000);
  for (const text of ['36501d', '9999999999h', `1${'0'.repeat(400)}ms`])
    expect(duration.safeParse(text).error?.issues[0]?.message).toBe('at most 36500d, which is a hundred years');
});

it.each(['5', '5x', '-5s', '1.5h', ' 5s', '5 s', ''])('neither takes %j', (text) => {
  expect(duration.safeParse(text).success).toBe(false);
  expect(size.safeParse(text).success).toBe(false);
});
