import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { closeDead } from '../../../src/journal/chain/dead-chain.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import type { Entry } from '../../../src/model/record.ts';
import { failingFiles } from '../frail-files.ts';
import { admit, journalDir, leaveDeadLease, makeCall, open, pass } from '../passing.ts';

async function lostCalls(dir: string): Promise<Extract<Entry, { kind: 'lost' }>[]> {
  const lost: Extract<Entry, { kind: 'lost' }>[] = [];
  for await (const { record } of readRecords(dir, { kinds: ['lost'] })) {
    if (record.entry.kind === 'lost') lost.push(record.entry);
  }
  return lost;
}

/** A chain whose owner died with one call open. Its journal is never closed. */
async function crash(dir: string) {
  const journal = await open(dir);
  const call = makeCall();
  await pass(journal);
  await admit(journal, call);
  await leaveDeadLease(dir, journal.writer);
  return { journal, call };
}

it('records as narrowed, to its purposes or to no tool, whom a dead owner could not record as that', async () => {
  const dir = await journalDir();
  let isFull = false;
  const files = failingFiles((operation) => (isFull && operation === 'write' ? 'ENOSPC' : undefined));
  const dead = await open(dir, { files });
  isFull = true;
  const narrow = (session: string, purposes: string[], tools: { tools?: string[] } = {}) =>
    dead.write({ kind: 'purpose', session, source: 'header', purposes, ...tools });
  expect(await narrow('a', ['p'])).toBe(false);
  await narrow('b', ['p', 'ü/q'], { tools: ['crm.find'] });
  await leaveDeadLease(dir, dead.writer);
  await (await open(dir)).close();
  const narrowed: Entry[] = [];
  for await (const { record } of readRecords(dir, { kinds: ['purpose'] })) narrowed.push(record.entry);
  const about = { kind: 'purpose', source: 'outage' };
  expect(narrowed).toHaveLength(4);
  expect(narrowed).toEqual(
    expect.arrayContaining([
      { ...about, session: 'a', purposes: ['p'] },
      { ...about, session: 'b', purposes: ['p'] },
      { ...about, session: 'b', purposes: ['ü/q'] },
      { ...about, session: 'b', purposes: [], tools: [] },
    ]),
  );
  expect((await readdir(dir)).filter((name) => !name.endsWith('.jsonl'))).toEqual([]);
  expect((await verifyJournal(dir)).problems).toEqual([]);
  await dead.close();
});

it('records the open calls of a dead owner as lost, with the labels of their tool and as untrusted', async () => {
  const dir = await journalDir();
  const { call, journal: dead } = await crash(dir);
  const journal = await open(dir);
  expect(await lostCalls(dir)).toEqual([
    { kind: 'lost', call: call.id, session: call.session.key, labels: ['internal', 'untrusted'] },
  ]);
  await journal.close();
  expect((await readdir(dir)).filter((name) => !name.endsWith('.jsonl'))).toEqual([]);
  expect((await verifyJournal(dir)).problems).toEqual([]);
  await (await open(dir)).close();
  expect(await lostCalls(dir)).toHaveLength(1);
  await dead.close();
});

it('leaves a chain of a later version as it is, however often one starts that cannot read it', async () => {
  const dir = await journalDir();
  const { call, journal: dead } = await crash(dir);
  const segment = join(dir, `${dead.writer}-0.jsonl`);
  const written = await readFile(segment, 'utf8');
  await writeFile(segment, written.replace(/^\{"v":1,/gm, '{"v":2,'));
  const ofDead = async () => (await readdir(dir)).filter((name) => name.startsWith(dead.writer)).sort();
  const before = await ofDead();
  for (let start = 0; start < 2; start++) await (await open(dir)).close();
  expect(await ofDead()).toEqual(before);
  await expect(lostCalls(dir)).rejects.toThrow(`chain ${dead.writer} of the record has version 2`);
  await writeFile(segment, written);
  await (await open(dir)).close();
  expect(await lostCalls(dir)).toMatchObject([{ call: call.id }]);
  await dead.close();
});

it('leaves the chain of a living owner alone', async () => {
  const dir = await journalDir();
  const living = await open(dir);
  await admit(living);
  const other = await open(dir);
  expect(await lostCalls(dir)).toEqual([]);
  await other.close();
  await living.close();
});

it('closes each dead chain once, however many closers come at once', async () => {
  const dir = await journalDir();
  const dead = [await crash(dir), await crash(dir), await crash(dir)];
  const closers = await Promise.all(Array.from({ length: 6 }, () => open(dir)));
  const lost = (await lostCalls(dir)).map(({ call }) => call).sort();
  expect(lost).toEqual(dead.map(({ call }) => call.id).sort());
  for (const closer of closers) await closer.close();
  for (const { journal } of dead) await journal.close();
});

it('finishes what a closer left half done when it died, and repeats nothing', async () => {
  const dir = await journalDir();
  const { journal: dead } = await crash(dir);
  await admit(dead);
  // This closer dies after its first entry.
  const dying = await openWithoutClosing(dir);
  let writes = 0;
  const write = (entry: Parameters<typeof dying.write>[0]): Promise<boolean> =>
    writes++ === 0 ? dying.write(entry) : Promise.resolve(false);
  expect(await closeDead(dir, { writer: dying.writer, write })).toEqual([]);
  await dying.write({ kind: 'note', about: 'test', message: 'dies now' });
  await leaveDeadLease(dir, dying.writer);

  const last = await open(dir);
  const calls = (await lostCalls(dir)).map(({ call }) => call);
  expect(calls).toHaveLength(2);
  expect(new Set(calls).size).toBe(2);
  await last.close();
  await dying.close();
  await dead.close();
});

it('is not kept from closing a chain by any number of closers that died over it, and still repeats nothing', async () => {
  const dir = await journalDir();
  const { journal: dead } = await crash(dir);
  await admit(dead);
  const dying: Awaited<ReturnType<typeof open>>[] = [];
  // The first dies after one of two entries, all others before they write anything.
  for (let i = 0; i < 20; i++) {
    const closer = await openWithoutClosing(dir);
    let left = i === 0 ? 1 : 0;
    const write = (entry: Parameters<typeof closer.write>[0]): Promise<boolean> =>
      left-- > 0 ? closer.write(entry) : Promise.resolve(false);
    expect(await closeDead(dir, { writer: closer.writer, write })).toEqual([]);
    await leaveDeadLease(dir, closer.writer);
    dying.push(closer);
  }
  const closing = (await readdir(dir)).filter((name) => name.startsWith(`${dead.writer}.closing-`));
  expect(closing).toEqual([`${dead.writer}.closing-${dying[0]?.writer}.${dying[19]?.writer}`]);
  await (await open(dir)).close();
  const calls = (await lostCalls(dir)).map(({ call }) => call);
  expect(new Set(calls).size).toBe(2);
  expect(calls).toHaveLength(2);
  expect((await readdir(dir)).filter((name) => !name.endsWith('.jsonl'))).toEqual([]);
  for (const journal of [...dying, dead]) await journal.close();
});

/** Opens a chain before anybody in the journal is dead, so that it closes nothing itself. */
async function openWithoutClosing(dir: string) {
  const names = (await readdir(dir)).filter((name) => /\.(?:lease|closing-.*)$/.test(name));
  for (const name of names) await rename(`${dir}/${name}`, `${dir}/away_${name}`);
  const journal = await open(dir);
  for (const name of names) await rename(`${dir}/away_${name}`, `${dir}/${name}`);
  return journal;
}

it('tells of a dead chain that was cut after it was closed', async () => {
  const dir = await journalDir();
  const { journal: dead } = await crash(dir);
  await (await open(dir)).close();
  const file = `${dir}/${dead.writer}-0.jsonl`;
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, `${lines.slice(0, -1).join('\n')}\n`);
  const { problems } = await verifyJournal(dir);
  expect(problems.map(({ what }) => what)).toContain('truncation');
});
