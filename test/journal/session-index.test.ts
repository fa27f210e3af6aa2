import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prune } from '../../src/journal/chain/retention.ts';
import type { OpenJournal } from '../../src/journal/journal.ts';
import { erase } from '../../src/journal/payload/erasure.ts';
import { type RecordFilter, readRecords } from '../../src/journal/reading.ts';
import { SessionIndex } from '../../src/journal/session-index.ts';
import { failingFiles } from './frail-files.ts';
import { admission, journalDir, LIMITS, leaveDeadLease, makeCall, open, pass } from './passing.ts';

const SESSIONS = ['one', 'two', 'three', '"odd",\n'];
const TINY = { ...LIMITS, segment: 4_000, keep: 1e15, most: 1e15 };

const callOf = (key: string) => ({ ...makeCall(), session: { key, source: 'meta-key' } as const });

const segmentsIn = (dir: string): string[] => readdirSync(dir).filter((name) => name.endsWith('.jsonl'));

/** The text with one of its records edited, to the same length. Not the first, which says what was abandoned before it. */
function spoiled(text: string, at: number, how: 'blank' | 'number'): string {
  const lines = text.split('\n');
  const records = lines.flatMap((line, i) => (line.startsWith('{"v"') ? i : [])).slice(1);
  const i = records[at % Math.max(1, records.length)];
  if (i === undefined) return text;
  const line = lines[i] ?? '';
  lines[i] = how === 'blank' ? ' '.repeat(line.length) : line.replace('"key":"one"', '"key":12345');
  return lines.join('\n');
}

const helpsIn = (dir: string): string[] => readdirSync(dir).filter((name) => name.endsWith('.sessions'));

async function read(dir: string, filter: RecordFilter) {
  const found: { at: string; text: string | undefined }[] = [];
  for await (const { record, payload } of readRecords(dir, filter)) {
    const { entry, writer, seq } = record;
    if (!('session' in entry)) continue;
    const key = typeof entry.session === 'string' ? entry.session : entry.session?.key;
    if (filter.session !== undefined || key !== undefined)
      found.push({ at: `${key} ${writer} ${seq}`, text: await payload() });
  }
  return found;
}

/** What a whole reading finds. */
const wholly = async (dir: string, session: string) =>
  (await read(dir, {})).filter(({ at }) => at.startsWith(`${session} `));

type Deed =
  | {
      readonly do: 'pass' | 'take back' | 'abandon';
      readonly by: number;
      readonly session: number;
      readonly size: number;
    }
  | { readonly do: 'begin' | 'end' | 'die'; readonly by: number }
  | { readonly do: 'set clock'; readonly to: number }
  | { readonly do: 'erase' | 'prune'; readonly some: number }
  | { readonly do: 'touch help'; readonly which: number; readonly how: 'remove' | 'cut' | 'alter' | 'swap' }
  | { readonly do: 'spoil'; readonly which: number; readonly line: number; readonly how: 'blank' | 'number' }
  | { readonly do: 'plant'; readonly which: number; readonly session: number }
  | { readonly do: 'begin to read' }
  | { readonly do: 'read'; readonly by: number; readonly session: number };

const some = fc.nat({ max: 9 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('pass'), by: some, session: some, size: fc.nat({ max: 3_000 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('read'), by: some, session: some }),
  },
  fc.record({
    do: fc.constantFrom('take back', 'abandon'),
    by: some,
    session: some,
    size: fc.nat({ max: 3_000 }),
  }),
  fc.record({ do: fc.constantFrom('begin', 'end', 'die'), by: some }),
  fc.record({ do: fc.constant('set clock'), to: fc.integer({ min: -60_000, max: 60_000 }) }),
  fc.record({ do: fc.constantFrom('erase', 'prune'), some }),
  fc.record({
    do: fc.constant('touch help'),
    which: some,
    how: fc.constantFrom('remove', 'cut', 'alter', 'swap'),
  }),
  fc.record({
    do: fc.constant('spoil'),
    which: some,
    line: fc.nat({ max: 30 }),
    how: fc.constantFrom('blank', 'number'),
  }),
  fc.record({ do: fc.constant('plant'), which: some, session: some }),
  fc.record({ do: fc.constant('begin to read') }),
) as fc.Arbitrary<Deed>;

/** Several processes that write one record, and several that read it. */
async function stage() {
  const dir = await journalDir();
  let clock = 1_700_000_000_000;
  /** Groups are written whole, and then the disk says no: to the group, or to taking it back as well. */
  let failing: readonly string[] = [];
  const now = (): number => (clock += 7);
  const files = failingFiles((operation) => (failing.includes(operation) ? 'EIO' : undefined));
  const begin = (): Promise<OpenJournal> => open(dir, { now, limits: TINY, files });
  const writers = [await begin()];
  const readers = [new SessionIndex(dir, { isKept: true })];
  const calls: string[] = [];
  const writerOf = (by: number): OpenJournal | undefined => writers[by % Math.max(1, writers.length)];
  const act = async (one: Deed): Promise<void> => {
    switch (one.do) {
      case 'pass':
      case 'take back':
      case 'abandon': {
        const writer = writerOf(one.by);
        const call = callOf(SESSIONS[one.session % SESSIONS.length] ?? '');
        if (writer === undefined) return;
        calls.push(call.id);
        if (one.do === 'pass') {
          await pass(writer, call, 'x'.repeat(one.size));
          return;
        }
        failing = one.do === 'abandon' ? ['sync', 'truncate'] : ['sync'];
        const admitting = writer.admit(admission(call));
        // What is there for a moment is looked at too.
        for (const index of readers) await index.find(call.session.key);
        expect((await admitting).ok).toBe(false);
        for (const index of readers) await index.find(call.session.key);
        failing = [];
        return;
      }
      case 'begin':
        if (writers.length < 3) writers.push(await begin());
        return;
      case 'end':
      case 'die': {
        const writer = writerOf(one.by);
        if (writer === undefined) return;
        writers.splice(writers.indexOf(writer), 1);
        await writer.close();
        if (one.do === 'die') await leaveDeadLease(dir, writer.writer);
        return;
      }
      case 'set clock':
        clock += one.to;
        return;
      case 'erase': {
        const id = calls[one.some % Math.max(1, calls.length)];
        const writer = writerOf(0);
        if (id !== undefined && writer !== undefined) await erase(dir, id, 'test', writer);
        return;
      }
      case 'prune': {
        const writer = writerOf(0);
        if (writer === undefined) return;
        await prune(dir, { keep: 1e15, most: 3_000 + one.some * 4_000 }, writer);
        const left = new Set(readdirSync(dir));
        for (const help of helpsIn(dir)) expect(left).toContain(help.replace('.sessions', '.jsonl'));
        return;
      }
      case 'touch help': {
        const helps = helpsIn(dir).map((name) => path.join(dir, name));
        const file = helps[one.which % Math.max(1, helps.length)];
        const other = helps[(one.which + 1) % Math.max(1, helps.length)];
        if (file === undefined || other === undefined) return;
        const text = readFileSync(file, 'utf8');
        if (one.how === 'remove') rmSync(file);
        if (one.how === 'cut') writeFileSync(file, text.slice(0, text.length >> 1));
        if (one.how === 'alter') writeFileSync(file, text.replaceAll('one', 'two'));
        if (one.how === 'swap') writeFileSync(file, readFileSync(other));
        return;
      }
      case 'spoil': {
        const all = segmentsIn(dir);
        const file = path.join(dir, all[one.which % all.length] ?? '');
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, spoiled(text, one.line, one.how), { flag: 'r+' });
        return;
      }
      case 'plant': {
        // A segment that says of all records of a chain that they were abandoned, for a moment.
        const all = segmentsIn(dir);
        const segment = all[one.which % all.length] ?? '';
        const lines = readFileSync(path.join(dir, segment), 'utf8').split('\n');
        const file = path.join(dir, segment.replace(/-\d+\.jsonl$/, '-99.jsonl'));
        writeFileSync(file, `${lines.find((line) => line.startsWith('{"v"'))}\n`);
        for (const index of readers) await index.find(SESSIONS[one.session % SESSIONS.length] ?? '');
        rmSync(file);
        return;
      }
      case 'begin to read':
        readers.push(new SessionIndex(dir, { isKept: readers.length % 2 === 0 }));
        return;
      case 'read': {
        await Promise.all(writers.map((writer) => writer.write({ kind: 'note', about: 'test', message: 'flushed' })));
        const session = SESSIONS[one.session % SESSIONS.length] ?? '';
        const index = readers[one.by % readers.length] as SessionIndex;
        expect(await read(dir, { session, index })).toEqual(await wholly(dir, session));
        return;
      }
    }
  };
  const end = async (): Promise<void> => {
    for (const writer of writers) await writer.close();
    for (const session of SESSIONS) {
      const found = await wholly(dir, session);
      for (const index of [...readers, new SessionIndex(dir)])
        expect(await read(dir, { session, index })).toEqual(found);
    }
    rmSync(path.dirname(dir), { recursive: true });
  };
  return { act, end };
}

describe('what is read of a session', () => {
  it('is what a whole reading finds of it, whatever several processes did, and whatever became of the helps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 60, size: 'max' }), async (deeds) => {
        const { act, end } = await stage();
        for (const one of deeds) await act(one);
        await end();
      }),
      { numRuns: 15 },
    );
  });
});
