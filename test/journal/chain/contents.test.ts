import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, it, vi } from 'vitest';
import { inThrees, markOf, readContents, spansOf } from '../../../src/journal/chain/contents.ts';
import { writeGroup } from '../../../src/journal/chain/group.ts';
import { type Entry, sessionOf } from '../../../src/model/record.ts';
import { journalDir, makeCall, open, pass } from '../passing.ts';
import { scratch } from '../scratch.ts';

/** What happens to the file before it is read the next time. */
const meanwhile = vi.hoisted(() => ({ deeds: [] as (() => Promise<void>)[] }));

/** The real one, with something between. */
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (...given) => {
    await meanwhile.deeds.shift()?.();
    return real.open(...given);
  };
  return { ...real, open };
});

beforeEach(() => {
  meanwhile.deeds = [];
});

const NO_CUT = Number.POSITIVE_INFINITY;

const callOf = (key: string) => ({ ...makeCall(), session: { key, source: 'meta-key' } as const });

/** A segment with calls of these sessions, one after another. */
async function segment(...keys: string[]): Promise<string> {
  const dir = await journalDir();
  const journal = await open(dir);
  for (const key of keys) await pass(journal, callOf(key));
  await journal.close();
  return path.join(dir, `${journal.writer}-0.jsonl`);
}

const read = async (file: string, known?: Awaited<ReturnType<typeof readContents>>, cut = NO_CUT) =>
  readContents(file, await stat(file), cut, known);

it('says where the records of a session stand, each with its payload before it', async () => {
  const file = await segment('a', 'b', 'a');
  const contents = await read(file);
  const bytes = await readFile(file);
  const texts = spansOf(contents, 'a').map(({ start, length }) => bytes.toString('utf8', start, start + length));
  expect(texts).toHaveLength(4);
  for (const text of texts) {
    const [payload, record, end] = text.split('\n');
    const { entry } = JSON.parse(record ?? '') as { entry: Extract<Entry, { payload: unknown }> };
    expect(sessionOf(entry as Entry)).toBe('a');
    expect(JSON.parse(payload ?? '')).toMatchObject({ digest: entry.payload.digest });
    expect(end).toBe('');
  }
  expect(spansOf(contents, 'nobody')).toEqual([]);
  expect(contents.first?.seq).toBe(0);
});

it('reads on where it stopped, and not what has no end yet', async () => {
  const file = await segment('a', 'b', 'a', 'c');
  const whole = await readFile(file);
  const all = await read(file);
  let known: typeof all | undefined;
  for (let size = 0; size <= whole.length; size += 997) {
    await writeFile(file, whole.subarray(0, size));
    known = await read(file, known);
  }
  await writeFile(file, whole);
  known = await read(file, known);
  expect(known.spans).toEqual(all.spans);
  expect(known.last).toEqual(all.last);
});

it('begins anew where what it knew last was taken back, though as much has been written since', async () => {
  const [file, other] = [await segment('a', 'b'), await segment('c', 'd', 'e')];
  const known = await read(file);
  await truncate(file, 0);
  await appendFile(file, await readFile(other));
  expect((await read(file, known)).spans).toEqual((await read(other)).spans);
});

const NO_HEAD = { seq: -1, hash: '' };

/** Records of these sizes, chained onto a head. */
function group(name: string, sizes: readonly number[], head = NO_HEAD) {
  const items = sizes.map((size, i) => {
    const entry = {
      kind: 'lost',
      call: `${name}${i}`,
      session: `${name}${i % 7}`,
      labels: ['x'.repeat(size)],
    } as const;
    return { entry, at: 5, payload: undefined, tool: undefined, done: undefined };
  });
  const written = writeGroup(items, { ...head, writer: 'w', facts: new Set() });
  return { bytes: Buffer.from(written.bytes), head: written.head };
}

it('law: who reads on misses nothing though a group was taken back and another written during the reading', async () => {
  const file = path.join(scratch(), 'segment');
  const sizes = fc.array(fc.nat(9_000), { minLength: 30, maxLength: 90 });
  await fc.assert(
    fc.asyncProperty(sizes, sizes, sizes, fc.nat(3), async (common, some, others, when) => {
      const before = group('before', common);
      const [failed, written] = [group('failed', some, before.head), group('written', others, before.head)];
      await writeFile(file, Buffer.concat([before.bytes, failed.bytes]));
      const seen = await stat(file);
      const change = () => writeFile(file, Buffer.concat([before.bytes, written.bytes]));
      meanwhile.deeds = [...Array.from({ length: when }, () => async () => undefined), change];
      const found = await readContents(file, seen, NO_CUT);
      meanwhile.deeds = [];
      await change();
      const { spans, last } = await read(file);
      const later = await read(file, found);
      expect({ spans: later.spans, last: later.last }).toEqual({ spans, last });
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

it('reads what is damaged as it is, and gives up what never stays the same', async () => {
  const file = path.join(scratch(), 'segment');
  const texts = group('a', [10, 10, 10, 10]).bytes.toString().split('\n');
  texts[1] = 'x'.repeat(texts[1]?.length ?? 0);
  await writeFile(file, texts.join('\n'));
  expect([...(await read(file)).spans.keys()]).toEqual(['a0', 'a2', 'a3']);
  let turn = 0;
  meanwhile.deeds = Array.from({ length: 99 }, () => () => {
    const [first, ...rest] = [group('a', [9, 9]), group(`b${turn++}`, [9, 9])].map(({ bytes }) => bytes);
    return writeFile(file, Buffer.concat([first ?? Buffer.alloc(0), ...rest]));
  });
  await expect(read(file)).rejects.toThrow('changes again and again');
});

it('begins anew where another record stands in the place of the last', async () => {
  const file = await segment('a', 'b');
  const known = await read(file);
  const text = await readFile(file, 'utf8');
  const lastHash = known.last?.hash ?? '';
  await writeFile(file, text.replace(lastHash, 'A'.repeat(lastHash.length)).replaceAll('"b"', '"c"'));
  const found = await read(file, known);
  expect([...found.spans.keys()]).toEqual(['a', 'c']);
});

it('leaves out what was abandoned', async () => {
  const file = await segment('a', 'b');
  const all = await read(file);
  const some = await read(file, undefined, 3);
  expect(some.last?.seq).toBe(2);
  expect(all.last?.seq).toBeGreaterThan(3);
  expect(spansOf(some, 'b')).toEqual([]);
});

it('knows sessions by a number, and spans by three', () => {
  expect(markOf('a')).toBe(markOf('a'));
  expect(markOf('a')).not.toBe(markOf('b'));
  expect(inThrees([1, 2, 3, 4, 5, 6])).toEqual([
    { start: 1, length: 2, latest: 3 },
    { start: 4, length: 5, latest: 6 },
  ]);
});
