import { describe, expect, it } from 'vitest';
import { log } from '../../../src/cli/commands/log.ts';
import { type LogLine, logLine } from '../../../src/cli/printing/log-line.ts';
import { newestLines } from '../../../src/cli/record/newest-lines.ts';
import { readBackwards, type StoredRecord } from '../../../src/journal/reading.ts';
import { admitAndSettle, fillRecord, makeCall, makeScreen, makeState, withRecord } from '../stage.ts';

const support = { principal: { id: 'p2', agent: 'support', human: 'out-of-band' } } as const;
const done = '{"content":[{"type":"text","text":"done for eve@evil.example"}]}';

/** Two processes at once, and one after them. */
async function filled() {
  const state = makeState();
  await withRecord(state, (one) =>
    withRecord(state, async (other) => {
      for (let i = 0; i < 12; i++) {
        const by = i % 3 === 0 ? support : {};
        await admitAndSettle(i % 2 === 0 ? one : other, makeCall(`many0${String(i).padStart(3, '0')}`, {}, by), done);
      }
    }),
  );
  await fillRecord(state);
  return state;
}

describe('the newest lines', () => {
  it.each([
    {},
    { all: true },
    { all: true, agent: 'support' },
    { kind: ['result'], agent: 'driver' },
    { kind: ['call', 'result'], server: 'mail' },
    { effect: ['deny'] },
    { value: 'eve@evil.example' },
    { value: 'eve@evil.example', kind: ['result'], agent: 'support' },
    { session: 'session-t' },
    { agent: 'nobody' },
  ])('are the end of all that fit %j', async (options) => {
    const state = await filled();
    const lines = async (last?: string): Promise<string[]> => {
      const screen = makeScreen();
      await log({ state: state.root, json: true, ...options, ...(last === undefined ? {} : { last }) }, screen);
      return screen.printed() === '' ? [] : screen.printed().split('\n');
    };
    const whole = await lines();
    for (const last of [1, 2, 5, 9, 1_000]) expect(await lines(String(last))).toEqual(whole.slice(-last));
  });

  it('need no more of the record than they are', async () => {
    const state = await filled();
    let read = 0;
    async function* counted(): AsyncGenerator<StoredRecord> {
      for await (const stored of readBackwards(state.journal)) {
        read++;
        yield stored;
      }
    }
    const found = await newestLines(counted(), 2, ({ kind }) => kind === 'call' || kind === 'hold');
    expect(found.map(({ call }) => call)).toEqual(['call0001', 'call0002']);
    expect(read).toBeLessThan(8);
  });

  it('do not wait for ever to learn whose a result is that has no call', async () => {
    const state = makeState();
    await withRecord(state, (journal) => admitAndSettle(journal, makeCall('call0000'), done));
    const stored: StoredRecord[] = [];
    for await (const one of readBackwards(state.journal)) stored.push(one);
    const result = stored.find(({ record }) => record.entry.kind === 'result');
    const call = stored.find(({ record }) => record.entry.kind === 'call');
    if (result === undefined || call?.record.entry.kind !== 'call') throw new Error('nothing was recorded');
    const { record } = call;
    let read = 0;
    async function* endless(): AsyncGenerator<StoredRecord> {
      yield result as StoredRecord;
      for (; ; read++)
        yield { ...call, record: { ...record, entry: { ...record.entry, call: `other${read}` } } } as StoredRecord;
    }
    const found: LogLine[] = await newestLines(endless(), 1, ({ kind }) => kind === 'result');
    expect(found).toEqual([logLine(result.record)]);
    expect(read).toBeLessThan(11_000);
  });
});
