import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { BackCursor } from '../../../src/journal/chain/back-cursor.ts';
import { ChainCursor, firstSeq } from '../../../src/journal/chain/cursor.ts';
import { listChains } from '../../../src/journal/chain/segment.ts';
import { namedDigest } from '../../../src/journal/payload/payload.ts';
import { withAbandoned } from '../abandoned.ts';
import { journalDir, makeCall, open, pass } from '../passing.ts';

const TINY = { payload: 1_000, segment: 2_000, keep: 1e12, most: 1e12 };

async function all({ next }: Pick<ChainCursor, 'next'>): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for (let one = await next(); one !== undefined; one = await next()) {
    const digest = namedDigest(one.record.entry);
    const payload = digest === undefined ? undefined : await one.store.read(digest);
    found.push([one.record.seq, payload?.state === 'whole' ? payload.text : String(payload?.state)]);
  }
  return found;
}

/** What both ways of reading find, each in the order of the chain. */
async function bothWays(dir: string, writer: string) {
  const numbers = (await listChains(dir)).get(writer) ?? [];
  const [forth, back] = [new ChainCursor(dir, writer), new BackCursor(dir, writer, numbers)];
  return {
    forth: await all({ next: () => forth.next() }),
    back: (await all({ next: () => back.next() })).reverse(),
    numbers,
  };
}

it('reads over segments what is read forwards, with its payloads', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: TINY });
  for (let i = 0; i < 6; i++) await pass(journal);
  await journal.close();
  const { forth, back, numbers } = await bothWays(dir, journal.writer);
  expect(back).toEqual(forth);
  expect(back.length).toBeGreaterThan(14);
  const third = await firstSeq(dir, journal.writer, 2);
  const late = new BackCursor(dir, journal.writer, numbers.slice(2));
  expect((await all({ next: () => late.next() })).reverse()).toEqual(forth.slice(third));
});

it('reads lines that are longer than what is read at once, and those at the seams', async () => {
  const dir = await journalDir();
  const journal = await open(dir);
  for (const size of [10, 262_144, 900_000, 262_100, 10, 524_288])
    await pass(journal, makeCall({ body: 'é'.repeat(size / 2) }));
  await journal.close();
  const { forth, back } = await bothWays(dir, journal.writer);
  expect(back).toEqual(forth);
  expect(Math.max(...back.map(([, text]) => text.length))).toBeGreaterThan(400_000);
});

it('passes over what was given up, what is torn, and what is no record', async () => {
  const dir = await journalDir();
  const journal = await withAbandoned(dir);
  const last = path.join(dir, `${journal.writer}-1.jsonl`);
  await appendFile(last, '\n{"v":1,"writer":"');
  const { forth, back, numbers } = await bothWays(dir, journal.writer);
  expect(numbers).toEqual([0, 1]);
  expect(back).toEqual(forth);
  expect(back.map(([seq]) => seq)).toEqual(back.map((_, i) => i));
  // A segment without any record says nothing of what was given up before it.
  await writeFile(path.join(dir, `${journal.writer}-2.jsonl`), (await readFile(last, 'utf8')).slice(-17));
  expect((await bothWays(dir, journal.writer)).back).toEqual(forth);
});

it('finds nothing where there is nothing', async () => {
  const dir = await journalDir();
  const none = new BackCursor(dir, '0123456789abcdef', [0]);
  expect(await none.next()).toBeUndefined();
});
