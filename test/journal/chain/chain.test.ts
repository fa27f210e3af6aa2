import { mkdtemp, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/journal/chain/chain.ts';
import { diskFiles, type Files, type OpenFile } from '../../../src/journal/disk/files.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import type { Entry } from '../../../src/model/record.ts';
import { makeDecision, makeEvidence } from '../../samples.ts';
import { failingFiles, type Operation, PowerCut } from '../frail-files.ts';
import { admission, admit, journalDir, leaveDeadLease, makeCall, open, pass, settlement } from '../passing.ts';

async function entriesIn(dir: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const { record } of readRecords(dir)) entries.push(record.entry);
  return entries;
}

const callsOf = (entries: readonly Entry[], kind: 'call' | 'result'): string[] =>
  entries.flatMap((entry) => (entry.kind === kind ? [entry.call] : []));

/** Makes one operation fail while `code` is set. */
function breakable() {
  const state: { code: string | undefined; only: Operation[] } = { code: undefined, only: ['write'] };
  const files = failingFiles((operation, file) =>
    state.only.includes(operation) && !file.endsWith('.reserve') ? state.code : undefined,
  );
  return { state, files };
}

/** A disk that takes its time: from `hold` on the groups of calls are written when they are released. */
function holdingFiles() {
  const groups: { calls: number; release: () => void }[] = [];
  let isHolding = false;
  let told = (): void => {};
  const files: Files = {
    ...diskFiles,
    async create(name, options) {
      const file = await diskFiles.create(name, options);
      const write: OpenFile['write'] = (bytes, position, done) => {
        const calls = bytes.toString().split('"kind":"call"').length - 1;
        const release = (): void => file.write(bytes, position, done);
        if (!isHolding || calls === 0) return release();
        groups.push({ calls, release });
        told();
      };
      return { ...file, write };
    },
  };
  const held = async (count: number) => {
    while (groups.length < count) {
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
    return groups;
  };
  const hold = (): void => {
    isHolding = true;
  };
  return { files, held, hold };
}

describe('group commit', () => {
  it('keeps the order of appending, whatever mixes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('admit', 'refuse', 'pass', 'note'), { maxLength: 30 }),
        async (acts) => {
          const dir = await journalDir();
          const folded: Entry[] = [];
          const journal = await open(dir, { fold: (entry) => void folded.push(entry), limits: SMALL });
          await Promise.all(
            acts.map(async (act) => {
              if (act === 'admit') await admit(journal);
              else if (act === 'refuse') await journal.refuse(admission());
              else if (act === 'pass') await pass(journal);
              else await journal.write({ kind: 'note', about: 'test', message: act });
            }),
          );
          await journal.close();
          const read = (await entriesIn(dir)).filter(({ kind }) => kind !== 'tool' && kind !== 'open');
          expect(read).toEqual(folded.filter((entry) => entry.kind !== 'tool'));
          expect((await verifyJournal(dir)).problems).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('brings calls together again that came apart', async () => {
    const { files, held, hold } = holdingFiles();
    const journal = await open(await journalDir(), { files });
    hold();
    const again = (): Promise<unknown> => journal.admit(admission()).then(() => journal.admit(admission()));
    const few = Array.from({ length: 5 }, again);
    const [first] = await held(1);
    const many = Array.from({ length: 27 }, again);
    first?.release();
    const [, second] = await held(2);
    expect([first?.calls, second?.calls]).toEqual([5, 32]);
    second?.release();
    const [, , third] = await held(3);
    third?.release();
    await Promise.all([...few, ...many]);
    await journal.close();
  });

  it('does not wait for company that never comes', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    for (const crowd of [12, 1, 40, 2, 1]) {
      const admissions = await Promise.all(Array.from({ length: crowd }, () => journal.admit(admission())));
      expect(admissions.every(({ ok }) => ok)).toBe(true);
    }
    await journal.close();
    expect(callsOf(await entriesIn(dir), 'call').length).toBe(56);
  });

  it('has on disk what was there when somebody asked for that, and waits for nothing that follows', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    let goesOn = true;
    const stream = async (): Promise<void> => {
      while (goesOn) await journal.admit(admission());
    };
    const streams = [stream(), stream(), stream()];
    for (let round = 0; round < 5; round++) {
      const call = makeCall();
      await pass(journal, call);
      await journal.flush();
      const entries = await entriesIn(dir);
      expect(callsOf(entries, 'call')).toContain(call.id);
      expect(callsOf(entries, 'result')).toContain(call.id);
    }
    goesOn = false;
    await Promise.all(streams);
    await journal.close();
    await journal.flush();
  });

  it('writes the tool of a call once in each segment, before the first call that names it', async () => {
    const dir = await journalDir();
    const journal = await open(dir, { limits: SMALL });
    for (let i = 0; i < 30; i++) await pass(journal);
    await journal.close();
    const segments = (await readdir(dir)).filter((name) => /-\d+\.jsonl$/.test(name));
    expect(segments.length).toBeGreaterThan(3);
    for (const name of segments) {
      const text = (await readFile(path.join(dir, name), 'utf8')).trim();
      const lines = text.split('\n').filter((line) => line.startsWith('{"v"'));
      const kinds = lines.map((line) => (JSON.parse(line) as { entry: Entry }).entry.kind);
      expect(kinds.filter((kind) => kind === 'tool').length).toBe(kinds.includes('call') ? 1 : 0);
      if (kinds.includes('call')) expect(kinds.indexOf('tool')).toBeLessThan(kinds.indexOf('call'));
    }
  });
});

const SMALL = { payload: 1_000, segment: 4_000, keep: 1e12, most: 1e12 };

describe('a disk that refuses', () => {
  it('for too long: of results that memory has no room for it is recorded that they are lost', async () => {
    const dir = await journalDir();
    const { state, files } = breakable();
    const faults: string[] = [];
    const journal = await open(dir, { files, limits: { ...SMALL, payload: 2_000_000 } });
    journal.onFault((message) => faults.push(message));
    const calls = Array.from({ length: 40 }, () => makeCall());
    const admitted = [];
    for (const call of calls) admitted.push(await admit(journal, call));
    Object.assign(state, { code: 'ENOSPC', only: ['write'] });
    for (const each of admitted) journal.settle(settlement(each, 'x'.repeat(1_000_000)));
    expect(await journal.flush()).toBe(false);
    expect(faults.join()).toMatch(/ texts will be recorded as lost/);
    Object.assign(state, { code: undefined });
    expect(await journal.close()).toBe(true);
    const ended = new Map<string, Entry>();
    for await (const { record } of readRecords(dir, { kinds: ['result', 'lost'] })) {
      if ('call' in record.entry && record.entry.call !== undefined) ended.set(record.entry.call, record.entry);
    }
    expect([...ended.keys()].sort()).toEqual(calls.map(({ id }) => id).sort());
    const lost = [...ended.values()].filter(({ kind }) => kind === 'lost');
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBeLessThan(20);
    for (const entry of lost) expect(entry).toMatchObject({ labels: ['internal', 'untrusted'] });
    expect((await verifyJournal(dir)).problems).toEqual([]);
  });

  it('ends no sooner than what came while it was ending is written', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'sallyport-chain-'));
    const writes: (() => void)[] = [];
    const create: Files['create'] = async (name, options) => {
      const file = await diskFiles.create(name, options);
      if (name.endsWith('.reserve')) return file;
      return { ...file, write: (bytes, position, done) => writes.push(() => file.write(bytes, position, done)) };
    };
    const files = { ...diskFiles, create };
    const chain = new Chain({
      dir,
      writer: 'w',
      files,
      segment: 1_000_000,
      now: () => 1,
      onFault: () => undefined,
      open: () => [],
    });
    const write = (message: string) =>
      new Promise((done) => {
        const entry = { kind: 'note', about: 'test', message } as const;
        chain.append({ entry, at: 1, payload: undefined, tool: undefined, done });
      });
    const until = async (count: number) => {
      while (writes.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = write('first');
    await until(1);
    const closing = chain.close();
    const second = write('second');
    writes[0]?.();
    await until(2);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    writes[1]?.();
    expect([await first, await second, await closing]).toEqual([undefined, undefined, true]);
    expect(await entriesIn(dir)).toHaveLength(2);
  });

  it('keeps what a session took in: purposes, tasks and what was said are recorded once there is room', async () => {
    const dir = await journalDir();
    const { state, files } = breakable();
    const journal = await open(dir, { files });
    Object.assign(state, { code: 'ENOSPC', only: ['write'] });
    const of = { session: 's', source: 'header' } as const;
    const answers = [
      journal.write({ kind: 'purpose', ...of, purposes: [], tools: [] }),
      journal.task(of, 'Read the ticket.'),
      journal.saying({ call: 'c', session: 's', upstream: 'crm', labels: ['untrusted'] }, []),
      journal.write({ kind: 'note', about: 'test', message: 'what nobody takes in' }),
    ];
    expect(await Promise.all(answers)).toEqual([false, false, false, false]);
    state.code = undefined;
    await pass(journal);
    await journal.close();
    const kinds = (await entriesIn(dir)).map(({ kind }) => kind);
    const taken = ['purpose', 'task', 'saying', 'call', 'result'];
    expect(kinds.filter((kind) => taken.includes(kind))).toEqual(taken);
    expect((await verifyJournal(dir)).problems).toEqual([]);
  });

  const cases: [string, Operation[]][] = [
    ['ENOSPC', ['write']],
    ['EIO', ['sync']],
    ['EIO', ['write', 'truncate']],
    ['EIO', ['sync', 'truncate']],
    ['EROFS', ['write', 'truncate', 'create', 'remove']],
  ];
  it.each(cases)('%s on %j: no call passes, nothing settled is lost, service resumes', async (code, only) => {
    const dir = await journalDir();
    const { state, files } = breakable();
    const faults: string[] = [];
    const journal = await open(dir, { files });
    journal.onFault((message) => faults.push(message));
    const before = makeCall();
    const admitted = await admit(journal, before);
    Object.assign(state, { code, only });
    const refused = makeCall();
    const answer = await journal.admit(admission(refused));
    expect(answer).toMatchObject({ ok: false, fault: { inspector: 'journal' } });
    if (!answer.ok) expect(answer.fault.message).toContain(code);
    // The answer to what was relayed before must not wait for the disk, and must not be forgotten.
    journal.settle({
      admitted,
      received: { kind: 'complete', value: {}, text: '{}' },
      seen: '{}',
      result: { kind: 'complete', value: {}, text: '{}' },
      evidence: makeEvidence(),
      decision: makeDecision({ phase: 'result' }),
      asOf: 1,
    });
    expect((await journal.admit(admission())).ok).toBe(false);
    state.code = undefined;
    const after = makeCall();
    await pass(journal, after);
    await journal.close();
    expect(faults[0]).toContain(dir);
    const entries = await entriesIn(dir);
    expect(callsOf(entries, 'call')).toEqual([before.id, after.id]);
    expect(callsOf(entries, 'result')).toEqual([before.id, after.id]);
    expect(entries.some((entry) => entry.kind === 'note' && entry.about === 'fault')).toBe(true);
    expect((await verifyJournal(dir)).problems).toEqual([]);
  });

  it('lets nothing pass any more where it could not keep how sessions were narrowed, and the next process narrows them', async () => {
    const dir = await journalDir();
    const { state, files } = breakable();
    const faults: string[] = [];
    const journal = await open(dir, { files });
    journal.onFault((message) => faults.push(message));
    Object.assign(state, { code: 'ENOSPC', only: ['write'] });
    const narrow = (session: string) => journal.write({ kind: 'purpose', session, source: 'header', purposes: ['p'] });
    await Promise.all(Array.from({ length: 10_001 }, () => narrow('first')));
    expect(faults.join()).toContain('no call passes until Sallyport is started again');
    state.code = undefined;
    expect(await narrow('second')).toBe(false);
    Object.assign(state, { code: 'EROFS', only: ['create'] });
    expect(await narrow('third')).toBe(false);
    expect(faults.filter((message) => message.includes('the disk takes no mark of it'))).toHaveLength(1);
    const answer = await journal.admit(admission());
    expect(answer.ok ? '' : answer.fault.message).toContain('started again');
    expect([await journal.flush(), await journal.close()]).toEqual([false, false]);
    await leaveDeadLease(dir, journal.writer);
    await (await open(dir)).close();
    const narrowed = (await entriesIn(dir)).filter(({ kind }) => kind === 'purpose');
    expect(narrowed).toMatchObject([
      { session: 'first', purposes: ['p'] },
      { session: 'second', purposes: ['p'] },
    ]);
    expect((await verifyJournal(dir)).problems).toEqual([]);
  });

  it('says so in the record itself when the disk is full, from the room it had kept', async () => {
    const dir = await journalDir();
    let room = true;
    // Room for what the reserve held, and no more: as on a disk that is full.
    const files = failingFiles((operation, file) => {
      if (operation === 'remove' && file.endsWith('.reserve')) room = true;
      return operation === 'write' && !room ? 'ENOSPC' : undefined;
    });
    const journal = await open(dir, { files });
    await pass(journal);
    room = false;
    expect((await journal.admit(admission())).ok).toBe(false);
    const notes = (await entriesIn(dir)).filter((entry) => entry.kind === 'note');
    expect(notes).toMatchObject([{ about: 'fault', message: expect.stringContaining('free some space') }]);
    await journal.close();
    expect((await verifyJournal(dir)).problems).toEqual([]);
  });

  it('notices that its file was removed, and goes on in a new one', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    await pass(journal);
    // Nobody waits for a result: under way it would be what notices.
    expect(await journal.flush()).toBe(true);
    await unlink(path.join(dir, `${journal.writer}-0.jsonl`));
    expect(await journal.admit(admission())).toMatchObject({ ok: false });
    expect((await journal.admit(admission())).ok).toBe(true);
    await journal.close();
    const report = await verifyJournal(dir);
    expect(report.problems.map(({ what, file }) => `${what} ${file}`)).toContain(`deletion ${journal.writer}-0.jsonl`);
  });

  it('cannot be opened where nothing can be written, and says where and what to do', async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'sallyport-journal-'));
    await writeFile(path.join(root, 'file'), '');
    const dir = path.join(root, 'file', 'journal');
    await expect(open(dir)).rejects.toMatchObject({
      code: 'journal.unwritable',
      message: expect.stringMatching(/file\/journal: .*SALLYPORT_STATE/),
    });
  });
});

describe('a power cut', () => {
  it('takes nothing that was promised', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        async (ms, dice) => {
          const dir = await journalDir();
          const machine = new PowerCut();
          const journal = await open(dir, { files: machine.files, limits: SMALL });
          const promised: string[] = [];
          let isOn = true;
          const lane = async (): Promise<void> => {
            while (isOn) {
              const call = makeCall({ text: 'x'.repeat(Math.floor(ms * 10)) });
              const answer = await journal.admit(admission(call));
              if (answer.ok && isOn) promised.push(call.id);
              if (promised.length % 3 === 0) await pass(journal);
            }
          };
          for (let i = 0; i < 8; i++) void lane();
          await new Promise((resolve) => setTimeout(resolve, ms));
          isOn = false;
          machine.cut(() => dice.next().value ?? 0);
          await leaveDeadLease(dir, journal.writer);

          const next = await open(dir);
          const entries = await entriesIn(dir);
          await next.close();
          const recorded = new Set(callsOf(entries, 'call'));
          expect(promised.filter((call) => !recorded.has(call))).toEqual([]);
          expect((await verifyJournal(dir)).problems).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });
});
