import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Ownership, type OwnershipParts } from '../../../src/app/serving/ownership.ts';
import { placedMark } from '../../../src/journal/disk/place.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { acquireLease } from '../../../src/journal/state/lease.ts';
import { Sessions } from '../../../src/projections/sessions.ts';
import { journalDir, makeCall, open, pass } from '../../journal/passing.ts';
import { scratch } from '../../journal/scratch.ts';

const session = { key: 'k', source: 'environment' } as const;
async function* nothing() {}
const NOBODY_ELSE = {
  of: () => ({ take: () => [], drop: async () => undefined }),
  leave: async () => undefined,
};

function owning(more: Partial<OwnershipParts> = {}) {
  const sessions = new Sessions(10);
  let released = 0;
  const left: string[] = [];
  const acquire = () => ({ isFirst: false, release: () => void released++ });
  const ownership = new Ownership({
    sessions,
    steady: () => 0,
    idle: 1_000,
    ended: ({ key }) => void left.push(key),
    sweep: () => undefined,
    acquire,
    past: nothing,
    narrowings: NOBODY_ELSE,
    record: async () => true,
    flush: async () => true,
    ...more,
  });
  return { sessions, ownership, released: () => released, left };
}

describe('ownership', () => {
  it('reads the past of a session before its first call, once', async () => {
    let reads = 0;
    const past = async function* () {
      reads++;
      yield { entry: { kind: 'lost', call: 'c', session: 'k', labels: ['pii'] } as const, at: 1, payload: undefined };
    };
    const { sessions, ownership } = owning({ past });
    await Promise.all([ownership.open(session), ownership.open(session)]);
    expect(ownership.open(session)).toBeUndefined();
    expect(reads).toBe(1);
    expect(sessions.of('k').labels).toContain('pii');
  });

  it('says that a session is not wholly known while somebody else owns it, and asks again later', async () => {
    let time = 0;
    let isFree = false;
    const acquire = () => (isFree ? { isFirst: false, release: () => undefined } : undefined);
    const { sessions, ownership } = owning({ acquire, steady: () => time });
    await ownership.open(session);
    expect(sessions.of('k').incomplete).toBe(true);
    expect(ownership.open(session)).toBeUndefined();
    isFree = true;
    time = 60_000;
    await ownership.open(session);
    expect(sessions.of('k').incomplete).toBe(false);
  });

  it('says so too where the past cannot be read, and lets the session go', async () => {
    const past = async function* () {
      yield { entry: { kind: 'lost', call: 'c', session: 'k', labels: [] } as const, at: 1, payload: undefined };
      throw new Error('unreadable');
    };
    const { sessions, ownership, released } = owning({ past });
    await ownership.open(session);
    expect(sessions.of('k').incomplete).toBe(true);
    await expect.poll(released).toBe(1);
  });

  it('releases what it owns when a client leaves and at the end', async () => {
    const { ownership, released } = owning();
    await ownership.open(session);
    ownership.leave(session);
    await expect.poll(released).toBe(1);
    await ownership.open({ ...session, key: 'other' });
    ownership.close();
    expect(released()).toBe(2);
  });

  it('lets another have a session only when all that was recorded of it can be read', async () => {
    const dir = await journalDir();
    const leases = scratch();
    const journal = await open(dir);
    const acquire = (key: string) => {
      const answer = acquireLease(leases, key);
      return answer.ok ? answer.lease : undefined;
    };
    const { ownership } = owning({ acquire, flush: () => journal.flush() });
    await ownership.open(session);
    await pass(journal, { ...makeCall(), session });
    ownership.leave(session);
    const another = { ...placedMark(), pid: process.ppid, started: 'another' };
    await expect.poll(() => acquireLease(leases, session.key, another).ok, { interval: 0 }).toBe(true);
    const kinds: string[] = [];
    for await (const { record } of readRecords(dir, { session: session.key })) kinds.push(record.entry.kind);
    expect(kinds).toEqual(['call', 'result']);
    await journal.close();
  });

  it('keeps a session that was left until what was recorded of it could be written', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let isWritable = false;
    const { ownership, released } = owning({ flush: async () => isWritable });
    await ownership.open(session);
    ownership.leave(session);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(released()).toBe(0);
    isWritable = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(released()).toBe(1);
  });

  it('keeps a session that comes again before it was let go', async () => {
    const writing: ((isWritten: boolean) => void)[] = [];
    const flush = () => new Promise<boolean>((resolve) => void writing.push(resolve));
    const { ownership, released } = owning({ flush });
    await ownership.open(session);
    ownership.leave(session);
    await ownership.open(session);
    for (const write of writing) write(true);
    await ownership.open({ ...session, key: 'other' });
    expect(released()).toBe(0);
    ownership.leave(session);
    for (const write of writing) write(true);
    await expect.poll(released).toBe(1);
  });

  it('counts nothing twice of a session that comes back', async () => {
    const entry = { kind: 'lost', call: 'c', session: 'k', labels: ['pii'] } as const;
    const records: { entry: typeof entry; at: number; payload: undefined }[] = [];
    const past = async function* () {
      yield* records;
    };
    const { sessions, ownership } = owning({ past });
    await ownership.open(session);
    sessions.apply(entry, 1);
    records.push({ entry, at: 1, payload: undefined });
    ownership.leave(session);
    expect(sessions.of('k').labels).toEqual([]);
    await ownership.open(session);
    expect(sessions.of('k').labels).toEqual(['pii', 'untrusted']);
  });

  it('reads no past of what was born with this process', async () => {
    const past = (): never => {
      throw new Error('was read');
    };
    const { sessions, ownership } = owning({ past });
    for (const source of ['process', 'mcp-session-id'] as const) {
      await ownership.open({ key: source, source });
      expect(sessions.of(source).incomplete).toBe(false);
    }
  });

  it('leaves what was silent too long, if nobody else will', async () => {
    let time = 0;
    const { sessions, ownership, released, left } = owning({ steady: () => time, idle: 10_000 });
    const process = { key: 'process', source: 'process' } as const;
    const named = { key: 'named', source: 'meta-key' } as const;
    for (const one of [process, named, session]) await ownership.open(one);
    sessions.apply({ kind: 'lost', call: 'c', session: 'named', labels: [] }, 1);
    time = 9_000;
    expect(ownership.open(session)).toBeUndefined();
    time = 15_000;
    await ownership.open({ key: 'fresh', source: 'meta-key' });
    expect(left).toEqual(['named']);
    await expect.poll(released).toBe(1);
    expect(sessions.of('named').labels).toEqual([]);
    expect(ownership.open(process)).toBeUndefined();
    await ownership.open(named);
  });

  it('leaves of a crowd who was silent for an eighth of the time, a few at a time, and has former owners forgotten', async () => {
    let time = 0;
    let sweeps = 0;
    const { ownership, left } = owning({ steady: () => time, idle: 8_000, sweep: () => void sweeps++ });
    const openOne = async (n: number): Promise<void> => ownership.open({ key: `k${n}`, source: 'client-key' });
    for (let n = 0; n < 10_000; n++) await openOne(n);
    time = 1_500;
    await openOne(10_000);
    expect(left).toEqual([]);
    for (let n = 10_001; left.length < 5_000; n++) {
      const before = left.length;
      await openOne(n);
      expect(left.length - before).toBeLessThan(21);
    }
    expect(left.slice(0, 2)).toEqual(['k0', 'k1']);
    expect(sweeps).toBe(1);
  });
});
