import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { firstSeq } from '../../src/journal/chain/cursor.ts';
import {
  findCall,
  followRecords,
  type RecordFilter,
  readBackwards,
  readRecords,
  recordEnds,
} from '../../src/journal/reading.ts';
import { nextId } from '../../src/model/id.ts';
import type { Record } from '../../src/model/record.ts';
import { admission, DENY, journalDir, makeCall, open, pass } from './passing.ts';

const TINY = { payload: 1_000, segment: 1_500, keep: 1e12, most: 1e12 };

async function read(dir: string, filter?: RecordFilter): Promise<Record[]> {
  const records: Record[] = [];
  for await (const { record } of readRecords(dir, filter)) records.push(record);
  return records;
}

/** Makes the records of a segment, from one on, of a version that nobody can read yet: whoever reads them fails. */
async function spoilSegment(dir: string, writer: string, n: number, from = 0): Promise<void> {
  const file = path.join(dir, `${writer}-${n}.jsonl`);
  let met = 0;
  const spoil = (version: string): string => (met++ < from ? version : '{"v":9,');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('{"v":1,', spoil));
}

/** The segment that this record stands in. */
async function segmentOf(dir: string, writer: string, seq: number): Promise<number> {
  let n = 0;
  while ((await firstSeq(dir, writer, n + 1)) <= seq) n++;
  return n;
}

/** Three chains that were written by turns, one of them in small segments. */
async function threeChains(dir: string): Promise<readonly Awaited<ReturnType<typeof open>>[]> {
  let clock = 1_700_000_000_000;
  const now = (): number => {
    clock += 10;
    return clock;
  };
  const journals = [await open(dir, { now, limits: TINY }), await open(dir, { now }), await open(dir, { now })];
  for (let i = 0; i < 30; i++) await pass(journals[(i * 7) % 3] ?? journals[0]!);
  for (const journal of journals) await journal.close();
  return journals;
}

describe('readBackwards', () => {
  it('reads several chains from the latest record to the first, and stops where it is left', async () => {
    const dir = await journalDir();
    const journals = await threeChains(dir);
    const back = async (filter?: RecordFilter): Promise<Record[]> => {
      const records: Record[] = [];
      for await (const { record } of readBackwards(dir, filter)) records.unshift(record);
      return records;
    };
    const all = await read(dir);
    expect(all.length).toBeGreaterThan(70);
    expect(await back()).toEqual(all);
    const [since, until] = [all[20]?.at ?? 0, all[50]?.at ?? 0];
    for (const filter of [{ kinds: ['result' as const] }, { since }, { until }, { since, until }])
      expect(await back(filter)).toEqual(await read(dir, filter));
    await spoilSegment(dir, journals[0]?.writer ?? '', 1);
    await expect(read(dir)).rejects.toThrow('version 9');
    for await (const { record } of readBackwards(dir)) {
      expect(record).toEqual(all.at(-1));
      break;
    }
  });
});

describe('readRecords', () => {
  it('reads no segment that was at its end before the asked time', async () => {
    const dir = await journalDir();
    const journal = await open(dir, { limits: TINY });
    for (let i = 0; i < 6; i++) await pass(journal);
    await journal.close();
    await spoilSegment(dir, journal.writer, 0);
    const old = new Date(Date.now() - 3_600_000);
    await utimes(path.join(dir, `${journal.writer}-0.jsonl`), old, old);
    const found = await read(dir, { since: Date.now() - 1_800_000 });
    expect(found[0]?.seq).toBe(await firstSeq(dir, journal.writer, 1));
    await expect(read(dir)).rejects.toThrow('version 9');
  });

  it('reads no segment that begins a day after the asked time', async () => {
    const dir = await journalDir();
    let clock = 1_700_000_000_000;
    const journal = await open(dir, { limits: TINY, now: () => clock });
    for (let i = 0; i < 3; i++) await pass(journal);
    const until = clock + 1;
    clock += 90_000_000;
    for (let i = 0; i < 6; i++) await pass(journal);
    await journal.close();
    const all = await read(dir);
    const before = all.filter(({ at }) => at < until);
    const first = all.find(({ at }) => at === clock);
    const n = await segmentOf(dir, journal.writer, first?.seq ?? 0);
    await spoilSegment(dir, journal.writer, n + 1, 1);
    expect(await read(dir, { until })).toEqual(before);
    const back: Record[] = [];
    for await (const { record } of readBackwards(dir, { until })) back.unshift(record);
    expect(back).toEqual(before);
    await expect(read(dir, { until: until + 90_000_000 })).rejects.toThrow('version 9');
  });

  it('reads nothing where nothing was written', async () => {
    expect(await read(await journalDir())).toEqual([]);
  });

  it('reads several chains as one, in the order of their times', async () => {
    const dir = await journalDir();
    const journals = await threeChains(dir);
    const records = await read(dir);
    const times = records.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(records.filter(({ entry }) => entry.kind === 'result')).toHaveLength(30);
    for (const { writer } of journals) {
      const own = records.filter((record) => record.writer === writer);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, i) => i));
    }
  });

  it('keeps the order of a chain whose clock went back', async () => {
    const dir = await journalDir();
    let clock = 1_700_000_000_000;
    const journal = await open(dir, { now: () => clock });
    for (let i = 0; i < 5; i++) {
      await journal.write({ kind: 'note', about: 'test', message: `${i}` });
      clock -= 60_000;
    }
    await journal.close();
    expect((await read(dir)).map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('reads no further than the record went when it was asked', async () => {
    const dir = await journalDir();
    const journal = await open(dir, { limits: TINY });
    for (let i = 0; i < 5; i++) await pass(journal);
    const ends = await recordEnds(dir);
    // The record of the last result, for which nobody waits, may come only after this.
    const before = await read(dir, { ends });
    expect(before.length).toBeGreaterThan(10);
    expect(ends.size).toBeGreaterThan(2);
    for (let i = 0; i < 5; i++) await pass(journal);
    const other = await open(dir);
    await pass(other);
    await journal.close();
    await other.close();
    expect((await read(dir)).length).toBeGreaterThan(before.length + 10);
    expect(await read(dir, { ends })).toEqual(before);
    expect(await read(dir, { ends: new Map() })).toEqual([]);
  });

  it('narrows by what is asked for', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const [one, two] = [makeCall(), makeCall()];
    await pass(journal, one);
    await journal.refuse({ ...admission(two), decision: DENY });
    await journal.close();
    const all = await read(dir);
    const kindsOf = (records: Record[]) => records.map(({ entry }) => entry.kind);
    expect(kindsOf(await read(dir, { call: one.id }))).toEqual(['call', 'result']);
    expect(kindsOf(await read(dir, { kinds: ['result', 'start'] }))).toEqual(['start', 'result']);
    expect(kindsOf(await read(dir, { session: 'session-key' }))).toEqual(['call', 'result', 'call']);
    expect(await read(dir, { session: 'another' })).toEqual([]);
    expect(await read(dir, { writer: 'another' })).toEqual([]);
    const last = all.at(-1)?.at ?? 0;
    expect(await read(dir, { since: last + 60_000 })).toEqual([]);
    expect(await read(dir, { until: all[0]?.at ?? 0 })).toEqual([]);
    expect(await read(dir, { since: all[0]?.at ?? 0, until: last + 1 })).toEqual(all);
  });
});

it('findCall finds all there is about a call by the beginning of its id', async () => {
  const dir = await journalDir();
  const journal = await open(dir);
  const call = makeCall();
  await pass(journal, call, 'the answer');
  await pass(journal);
  await journal.close();
  const found = await findCall(dir, call.id.slice(0, -3));
  expect(found.map(({ record }) => record.entry.kind)).toEqual(['call', 'result']);
  expect(await found[1]?.payload()).toContain('the answer');
});

it('findCall reads nothing that was written before the call was made, unless it finds nothing', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: TINY });
  const [early, call] = [makeCall(), { ...makeCall(), id: nextId(Date.now()) }];
  for (const each of [early, makeCall(), makeCall(), call]) await pass(journal, each);
  await journal.close();
  const first = path.join(dir, `${journal.writer}-0.jsonl`);
  const old = new Date(Date.now() - 3 * 86_400_000);
  await utimes(first, old, old);
  expect(await findCall(dir, early.id)).not.toEqual([]);
  await spoilSegment(dir, journal.writer, 0);
  await utimes(first, old, old);
  expect((await findCall(dir, call.id)).map(({ record }) => record.entry.kind)).toEqual(['call', 'result']);
  await expect(findCall(dir, early.id)).rejects.toThrow('version 9');
});

it('followRecords reads nothing that was at its end before it is to begin', async () => {
  const dir = await journalDir();
  const old = await open(dir);
  await pass(old);
  await old.close();
  await spoilSegment(dir, old.writer, 0);
  const then = new Date(Date.now() - 7_200_000);
  await utimes(path.join(dir, `${old.writer}-0.jsonl`), then, then);
  const journal = await open(dir);
  await pass(journal);
  const stop = new AbortController();
  const writers = new Set<string>();
  const from = Date.now() - 3_600_000;
  const options = { signal: stop.signal, everyMs: 5, caughtUp: () => stop.abort() };
  for await (const { record } of followRecords(dir, {}, { ...options, from })) writers.add(record.writer);
  expect([...writers]).toEqual([journal.writer]);
  await journal.close();
});

it('followRecords tells what was there and then what comes, over segments and new chains, until it is stopped', async () => {
  const dir = await journalDir();
  const first = await open(dir, { limits: TINY });
  await pass(first);
  const stop = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const { record } of followRecords(dir, { kinds: ['call'] }, { signal: stop.signal, everyMs: 5 })) {
      if (record.entry.kind === 'call') seen.push(record.entry.call);
    }
  })();
  const calls: string[] = [];
  const second = await open(dir);
  for (let i = 0; i < 20; i++) {
    const call = makeCall();
    calls.push(call.id);
    await pass(i % 2 === 0 ? first : second, call);
    await sleep(3);
  }
  await first.close();
  await second.close();
  while (seen.length < 21) await sleep(5);
  stop.abort();
  await following;
  expect(seen).toHaveLength(21);
  expect(new Set(seen).size).toBe(21);
  expect(calls.filter((call) => !seen.includes(call))).toEqual([]);
});
