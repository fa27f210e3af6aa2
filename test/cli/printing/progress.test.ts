import { afterEach, expect, it, vi } from 'vitest';
import { openProgress, whileReading } from '../../../src/cli/printing/progress.ts';

afterEach(() => vi.useRealTimers());

function stage(isTerminal: boolean): {
  written: string[];
  at: (time: number) => void;
  progress: ReturnType<typeof openProgress>;
} {
  const written: string[] = [];
  let time = 0;
  const progress = openProgress({ isTerminal, write: (text) => void written.push(text), now: () => time });
  return {
    written,
    progress,
    at: (next) => {
      time = next;
    },
  };
}

it('says now and then how far a run has come, and takes the line away', () => {
  const { written, progress, at } = stage(true);
  for (const time of [0, 499, 500, 999, 1_000]) {
    at(time);
    progress.say(() => `at ${time}`);
  }
  progress.end();
  progress.end();
  expect(written).toEqual(['\r\u001b[Kat 500', '\r\u001b[Kat 1000', '\r\u001b[K']);
});

it('is silent where it is short, and where nobody looks', () => {
  const short = stage(true);
  short.progress.say(() => 'x');
  short.progress.end();
  const piped = stage(false);
  piped.at(10_000);
  piped.progress.say(() => 'x');
  piped.progress.end();
  expect([...short.written, ...piped.written]).toEqual([]);
});

it('says again and again what is waited for, until something else is said', () => {
  vi.useFakeTimers();
  const { written, progress, at } = stage(true);
  progress.wait((seconds) => `a ${seconds}`);
  for (const time of [1_000, 2_000]) {
    at(time);
    vi.advanceTimersToNextTimer();
  }
  progress.wait((seconds) => `b ${seconds}`);
  at(3_000);
  vi.advanceTimersToNextTimer();
  progress.end();
  expect(vi.getTimerCount()).toBe(0);
  expect(written).toEqual(['\r\u001b[Ka 1', '\r\u001b[Ka 2', '\r\u001b[Kb 3', '\r\u001b[K']);
});

it.each([true, false])('says that the record is being read until it was, or could not be (%s)', async (isWell) => {
  vi.useFakeTimers();
  const { written, progress, at } = stage(true);
  const read = async (): Promise<string> => {
    at(1_000);
    vi.advanceTimersToNextTimer();
    if (!isWell) throw new Error('gone');
    return 'read';
  };
  const reading = whileReading(read, progress);
  await (isWell ? expect(reading).resolves.toBe('read') : expect(reading).rejects.toThrow('gone'));
  expect(vi.getTimerCount()).toBe(0);
  expect(written).toEqual(['\r\u001b[Kreading the record: 1 s …', '\r\u001b[K']);
});
