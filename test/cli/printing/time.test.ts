import { describe, expect, it } from 'vitest';
import { parseTime, spanText, stampText, timeText } from '../../../src/cli/printing/time.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';

describe('times', () => {
  it.each([
    [-5, '0s'],
    [59_000, '59s'],
    [60_000, '1m'],
    [3_600_000, '1h'],
    [47 * 3_600_000, '47h'],
    [49 * 3_600_000, '2d'],
  ])('%i ms is %s', (ms, text) => expect(spanText(ms)).toBe(text));

  it('are local, and none for nonsense', () => {
    expect(timeText(new Date(2026, 10, 3, 4, 5, 6).getTime())).toBe('2026-11-03 04:05:06');
    expect(timeText(Number.NaN)).toBe('?');
    expect([0, Number.NaN, 9e15].map(stampText)).toEqual(['1970-01-01T00:00:00.000Z', '', '']);
  });

  it.each([
    ['30s', 1e12 - 30_000],
    ['5m', 1e12 - 300_000],
    ['2h', 1e12 - 7_200_000],
    ['7d', 1e12 - 604_800_000],
    ['2026-11-23T09:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23', new Date(2026, 10, 23).getTime()],
  ])('since %s', (text, at) => expect(parseTime(text, 1e12)).toBe(at));

  it.each(['', 'yesterday', '5', '5w', '2026-13-40', '-5m'])('since %j is refused with what to write', (text) => {
    expect(() => parseTime(text, 0)).toThrow(UsageError);
    expect(() => parseTime(text, 0)).toThrow(/^--since .* write 30m, 2h, 7d/);
    expect(() => parseTime(text, 0, '--until')).toThrow(/^--until /);
  });
});
