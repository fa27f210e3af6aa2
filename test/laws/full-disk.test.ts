import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { diskFiles, type Files } from '../../src/journal/disk/files.ts';
import { readRecords } from '../../src/journal/reading.ts';
import { verifyJournal } from '../../src/journal/verify/verify.ts';
import type { Fault } from '../../src/model/evidence.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { failingFiles } from '../journal/frail-files.ts';
import { admission, leaveDeadLease, makeCall, open, pass } from '../journal/passing.ts';
import { differing } from './past.ts';
import { NOBODY, openSpine, sendMail } from './spine.ts';

/** A disk of 512 KB: a real one where we may mount it, else one that counts. */
async function smallDisk() {
  const root = await mkdtemp(path.join(os.tmpdir(), 'sallyport-disk-'));
  const ballast = path.join(root, 'ballast');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', root], { stdio: 'ignore' });
  } catch {
    let isFull = false;
    const files = failingFiles((operation, file) => {
      if (operation === 'remove' && file.endsWith('.reserve')) return undefined;
      return isFull && operation === 'write' ? 'ENOSPC' : undefined;
    });
    return {
      dir: path.join(root, 'journal'),
      files,
      async fill() {
        isFull = true;
      },
      async free() {
        isFull = false;
      },
      end: () => rm(root, { recursive: true }),
    };
  }
  const files: Files = diskFiles;
  return {
    dir: path.join(root, 'journal'),
    files,
    fill: () => writeFile(ballast, Buffer.alloc(1_000_000)).catch(() => undefined),
    free: () => rm(ballast),
    async end() {
      execFileSync('umount', [root]);
      await rm(root, { recursive: true });
    },
  };
}

it('refuses calls while the disk is full, says so in the record, and goes on when there is room', async () => {
  const disk = await smallDisk();
  const journal = await open(disk.dir, { files: disk.files });
  const faults: string[] = [];
  journal.onFault((message) => faults.push(message));
  const calls: string[] = [];
  const big = () => makeCall({ body: 'x'.repeat(20_000) });
  for (let i = 0; i < 3; i++) {
    const call = big();
    calls.push(call.id);
    await pass(journal, call);
  }
  await disk.fill();
  // What was written last may have left a page with room in it, for one record or for several.
  let refused: Fault | undefined;
  for (let tries = 0; refused === undefined && tries < 500; tries++) {
    const call = big();
    const answer = await journal.admit(admission(call));
    if (answer.ok) calls.push(call.id);
    else refused = answer.fault;
  }
  expect(refused?.message).toContain('free some space');
  await disk.free();
  const after = big();
  calls.push(after.id);
  await pass(journal, after);
  await journal.close();
  expect(faults.length).toBeGreaterThan(0);
  const recorded: string[] = [];
  const notes: string[] = [];
  for await (const { record } of readRecords(disk.dir)) {
    if (record.entry.kind === 'call') recorded.push(record.entry.call);
    if (record.entry.kind === 'note') notes.push(record.entry.about);
  }
  expect(recorded).toEqual(calls);
  // Once for each time that it was full: a result that nobody waited for may have met that before the call did.
  expect([...new Set(notes)]).toEqual(['fault', 'end']);
  expect((await verifyJournal(disk.dir)).problems).toEqual([]);
  await disk.end();
});

it.each(['ended when there was room again', 'was killed before there was'])(
  'leaves a session narrowed that was narrowed while the disk was full, after its process %s',
  async (end) => {
    const isKilled = end.startsWith('was killed');
    let isFull = false;
    const files = failingFiles((operation) => (isFull && operation === 'write' ? 'ENOSPC' : undefined));
    const first = await openSpine({ files });
    isFull = true;
    const session = sendMail('ada@ours.example').session;
    const named = { kind: 'purpose', session: session.key, source: 'header', purposes: [], tools: [] } as const;
    expect(await first.journal.write(named)).toBe(false);
    const outcomes: Outcome[] = [];
    if (isKilled) await leaveDeadLease(first.dir, first.journal.writer);
    else {
      isFull = false;
      outcomes.push(await interpose(sendMail('ada@ours.example'), NOBODY, first.interposer));
      await first.close();
    }
    const second = await openSpine({ root: first.root });
    second.sessions.forget(session.key);
    for await (const { record, payload } of readRecords(second.dir))
      second.sessions.recall(record.entry, record.at, await payload());
    outcomes.push(await interpose(sendMail('ada@ours.example'), NOBODY, second.interposer));
    await second.close();
    const found = await differing({ ...first, policies: [first.policy], spine: second, gone: new Set() }, true);
    expect(found).toEqual([]);
    for (const outcome of outcomes) {
      if (outcome.kind !== 'refused' && outcome.kind !== 'held') throw new Error(`it was ${outcome.kind}`);
      expect(outcome.decision.matched.map(({ rule }) => rule)).toContain('act-outside-task');
    }
    if (isKilled) await first.close();
  },
);
