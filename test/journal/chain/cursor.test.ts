import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ChainCursor, firstSeq } from '../../../src/journal/chain/cursor.ts';
import { listChains } from '../../../src/journal/chain/segment.ts';
import { withAbandoned } from '../abandoned.ts';
import { journalDir, open, pass } from '../passing.ts';

const TINY = { payload: 1_000, segment: 2_000, keep: 1e12, most: 1e12 };

async function rest(cursor: ChainCursor): Promise<number[]> {
  const seqs: number[] = [];
  for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) seqs.push(next.record.seq);
  return seqs;
}

it('reads a chain over its segments and goes on where it stopped', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: TINY });
  const cursor = new ChainCursor(dir, journal.writer);
  const seqs = await rest(cursor);
  for (let i = 0; i < 6; i++) {
    await pass(journal);
    seqs.push(...(await rest(cursor)));
  }
  await journal.close();
  seqs.push(...(await rest(cursor)));
  expect(seqs).toEqual(seqs.map((_, i) => i));
  expect(seqs.length).toBeGreaterThan(14);
  const numbers = (await listChains(dir)).get(journal.writer) ?? [];
  const second = await firstSeq(dir, journal.writer, 1);
  expect((await rest(new ChainCursor(dir, journal.writer, 1)))[0]).toBe(second);
  expect(await rest(new ChainCursor(dir, journal.writer, 0, 0))).toEqual(seqs.slice(0, second));
  expect(await firstSeq(dir, journal.writer, numbers.length)).toBe(Number.POSITIVE_INFINITY);
});

it('passes over what stood in a segment that was given up', async () => {
  const dir = await journalDir();
  const journal = await withAbandoned(dir);
  const seqs = await rest(new ChainCursor(dir, journal.writer));
  expect(seqs).toEqual(seqs.map((_, i) => i));
  expect((await listChains(dir)).get(journal.writer)).toEqual([0, 1]);
});

it('reads what follows a damaged beginning of a segment', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: TINY });
  for (let i = 0; i < 6; i++) await pass(journal);
  await journal.close();
  const file = path.join(dir, `${journal.writer}-1.jsonl`);
  const second = await firstSeq(dir, journal.writer, 1);
  const lines = (await readFile(file, 'utf8')).split('\n');
  const at = lines.findIndex((line) => line.startsWith('{"v"'));
  await writeFile(file, lines.with(at, 'x'.repeat(lines[at]?.length ?? 0)).join('\n'));
  const seqs = await rest(new ChainCursor(dir, journal.writer));
  expect(seqs).not.toContain(second);
  expect(seqs.at(-1)).toBeGreaterThan(14);
  expect(seqs).toHaveLength(seqs.at(-1) ?? 0);
});

it('reads what follows a segment without any record: its first group was torn, and could not be cut off', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: TINY });
  for (let i = 0; i < 6; i++) await pass(journal);
  await journal.close();
  const whole = await rest(new ChainCursor(dir, journal.writer));
  const [second, third] = [await firstSeq(dir, journal.writer, 1), await firstSeq(dir, journal.writer, 2)];
  await writeFile(path.join(dir, `${journal.writer}-1.jsonl`), '{"v":1,"writer":"');
  const seqs = await rest(new ChainCursor(dir, journal.writer));
  expect(seqs).toEqual(whole.filter((seq) => seq < second || seq >= third));
});
