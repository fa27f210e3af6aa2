import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pastIn } from '../../../src/app/serving/session-past.ts';
import { KEEP_MS } from '../../../src/journal/state/lease.ts';
import { interpose } from '../../../src/pipeline/interpose.ts';
import { failingFiles } from '../../journal/frail-files.ts';
import { admit, journalDir, LIMITS, makeCall, open, pass, settlement } from '../../journal/passing.ts';
import { NOBODY, openSpine, sendMail } from '../../laws/spine.ts';

const decoded = vi.hoisted(() => ({ lines: 0 }));
const listed = vi.hoisted(() => ({ times: 0 }));

/** The real ones, counted. */
vi.mock('../../../src/journal/chain/line.ts', async (original) => {
  const real = await original<typeof import('../../../src/journal/chain/line.ts')>();
  const decodeLine: typeof real.decodeLine = (line) => {
    decoded.lines++;
    return real.decodeLine(line);
  };
  return { ...real, decodeLine };
});

vi.mock('../../../src/journal/chain/segment.ts', async (original) => {
  const real = await original<typeof import('../../../src/journal/chain/segment.ts')>();
  const listChains: typeof real.listChains = (...given) => {
    listed.times++;
    return real.listChains(...given);
  };
  return { ...real, listChains };
});

beforeEach(() => {
  decoded.lines = 0;
});

/** Where all that was recorded is on disk. */
const NOTHING_LEFT = async (): Promise<boolean> => true;

async function kindsOf(past: ReturnType<typeof pastIn>, session: string, isFirst: boolean): Promise<string[]> {
  const kinds: string[] = [];
  for await (const { entry } of past(session, isFirst)) kinds.push(entry.kind);
  return kinds;
}

it("reads a session's calls and results, and of a session without an owner only what is older than leases", async () => {
  const spine = await openSpine();
  const call = sendMail('x');
  await interpose(call, NOBODY, spine.interposer);
  await spine.close();
  const { key } = call.session;
  expect(await kindsOf(pastIn(spine.dir, Date.now, NOTHING_LEFT), key, false)).toEqual(['call', 'result']);
  expect(await kindsOf(pastIn(spine.dir, Date.now, NOTHING_LEFT), 'another', false)).toEqual([]);
  expect(await kindsOf(pastIn(spine.dir, Date.now, NOTHING_LEFT), key, true)).toEqual([]);
  const later = (): number => Date.now() + KEEP_MS + 1_000;
  expect(await kindsOf(pastIn(spine.dir, later, NOTHING_LEFT), key, true)).toEqual(['call', 'result']);
  expect(await kindsOf(pastIn(spine.dir, later, NOTHING_LEFT), 'another', true)).toEqual([]);
});

it('reads what this process has recorded a moment ago, and has not written yet', async () => {
  const dir = await journalDir();
  const journal = await open(dir);
  const call = makeCall();
  await pass(journal, call);
  const past = pastIn(dir, Date.now, () => journal.flush());
  expect(await kindsOf(past, call.session.key, false)).toEqual(['call', 'result']);
  await journal.close();
});

it('is not known where what this process recorded last cannot be written, and is as soon as it is', async () => {
  const dir = await journalDir();
  let code: string | undefined;
  const journal = await open(dir, { files: failingFiles((operation) => (operation === 'write' ? code : undefined)) });
  const call = makeCall();
  const admitted = await admit(journal, call);
  code = 'ENOSPC';
  const past = pastIn(dir, Date.now, () => journal.flush());
  journal.settle(settlement(admitted));
  await expect(kindsOf(past, call.session.key, false)).rejects.toThrow('not on disk');
  code = undefined;
  expect(await kindsOf(past, call.session.key, false)).toEqual(['call', 'result']);
  await journal.close();
});

describe('what it reads', () => {
  const SESSIONS = Array.from({ length: 20 }, (_, i) => `session ${i}`);
  const CALLS = 10;
  const OWN = CALLS * 2;
  const ALL = SESSIONS.length * OWN;
  /** Beginnings and ends of chains and segments, and what is known of tools. */
  const BESIDE = 40;

  async function recorded() {
    const dir = await journalDir();
    const journal = await open(dir, { limits: { ...LIMITS, segment: 30_000 } });
    const passAll = async (): Promise<void> => {
      for (const key of SESSIONS) await pass(journal, { ...makeCall(), session: { key, source: 'meta-key' } });
    };
    for (let i = 0; i < CALLS; i++) await passAll();
    await journal.write({ kind: 'note', about: 'test', message: 'all before this is on disk' });
    return { dir, journal, passAll };
  }

  it('is the record once for all sessions that come again, and then what they have recorded', async () => {
    const { dir, journal, passAll } = await recorded();
    const past = pastIn(dir, Date.now, NOTHING_LEFT);
    for (const kinds of await Promise.all(SESSIONS.map((key) => kindsOf(past, key, false)))) {
      expect(kinds).toHaveLength(OWN);
    }
    expect(decoded.lines).toBeLessThan(2 * ALL + BESIDE);
    decoded.lines = 0;
    expect(await kindsOf(past, SESSIONS[3] ?? '', false)).toHaveLength(OWN);
    expect(decoded.lines).toBeLessThan(OWN + 5);
    await passAll();
    await journal.close();
    decoded.lines = 0;
    expect(await kindsOf(past, SESSIONS[7] ?? '', false)).toHaveLength(OWN + 2);
    expect(decoded.lines).toBeLessThan(OWN + 2 * SESSIONS.length + BESIDE);
  });

  it('is in a later process what the session itself has recorded', async () => {
    const { dir, journal } = await recorded();
    await journal.close();
    await kindsOf(pastIn(dir, Date.now, NOTHING_LEFT), 'whoever comes first', false);
    decoded.lines = 0;
    expect(await kindsOf(pastIn(dir, Date.now, NOTHING_LEFT), SESSIONS[5] ?? '', false)).toHaveLength(OWN);
    expect(decoded.lines).toBeLessThan(OWN + 5);
  });

  it('is in a later process nothing for a session that nobody knows', async () => {
    const { dir, journal } = await recorded();
    await journal.close();
    const later = (): number => Date.now() + KEEP_MS + 1_000;
    await kindsOf(pastIn(dir, later, NOTHING_LEFT), 'whoever comes first', true);
    decoded.lines = 0;
    expect(await kindsOf(pastIn(dir, later, NOTHING_LEFT), 'a new one', true)).toEqual([]);
    expect(decoded.lines).toBeLessThan(BESIDE);
  });

  it('is for new sessions one look for all of a day, and none too few', async () => {
    const { dir, journal } = await recorded();
    await journal.close();
    let time = Date.now();
    listed.times = 0;
    const past = pastIn(dir, () => time, NOTHING_LEFT);
    await Promise.all(['a', 'b', 'c'].map((key) => kindsOf(past, key, true)));
    time += 3_600_000;
    await kindsOf(past, 'd', true);
    expect(listed.times).toBe(1);
    time += KEEP_MS;
    expect(await kindsOf(past, SESSIONS[2] ?? '', true)).toHaveLength(OWN);
  });

  it('is looked for anew where the clock was set back since', async () => {
    const { dir, journal } = await recorded();
    let time = Date.now() + 60 * 86_400_000;
    const past = pastIn(dir, () => time, NOTHING_LEFT);
    await kindsOf(past, 'a', true);
    await pass(journal, { ...makeCall(), session: { key: 'recorded since', source: 'meta-key' } });
    await journal.close();
    time = Date.now() + KEEP_MS + 1_000;
    expect(await kindsOf(past, 'recorded since', true)).toEqual(['call', 'result']);
  });
});
