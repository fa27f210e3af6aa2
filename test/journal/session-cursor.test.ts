import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readContents, type Span, spansOf } from '../../src/journal/chain/contents.ts';
import { SessionCursor } from '../../src/journal/session-cursor.ts';
import { journalDir, makeCall, open, pass } from './passing.ts';

async function chain() {
  const dir = await journalDir();
  const journal = await open(dir);
  for (let i = 0; i < 12; i++) {
    const session = { key: i % 3 === 0 ? 'ours' : 'other', source: 'meta-key' } as const;
    await pass(journal, { ...makeCall(), session }, `${i}`.padEnd(i === 4 ? 20_000 : 10, '.'));
  }
  await journal.close();
  const { writer } = journal;
  const file = path.join(dir, `${writer}-0.jsonl`);
  const spans = spansOf(await readContents(file, await stat(file), Number.POSITIVE_INFINITY), 'ours');
  const read = async (said: readonly Span[] | undefined, before = 0) => {
    const cursor = new SessionCursor(dir, 'ours', writer, [{ writer, n: 0, spans: said, before }]);
    const found: { seq: number; at: number; text: unknown }[] = [];
    for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
      const { entry, seq } = next.record;
      const payload = 'payload' in entry ? await next.store.read(entry.payload.digest) : undefined;
      found.push({ seq, at: next.at, text: payload?.state === 'whole' ? payload.text : payload?.state });
    }
    return found;
  };
  return { file, spans, read };
}

it('reads the records and payloads that stand where they should', async () => {
  const { spans, read } = await chain();
  const found = await read(spans);
  expect(found).toHaveLength(8);
  expect(found).toEqual(await read(undefined));
  expect(found.every(({ text }) => typeof text === 'string' && text.length > 10)).toBe(true);
  expect((await read(spans, 8e15)).every(({ at }) => at === 8e15)).toBe(true);
});

it('reads the whole segment where one does not, and no record twice', async () => {
  const { file, spans, read } = await chain();
  const whole = await read(undefined);
  const bySeq = async (said: Span[]) => (await read(said)).sort((a, b) => a.seq - b.seq);
  const [first, second, ...others] = spans as [Span, Span, ...Span[]];
  for (const wrong of [
    { ...second, start: second.start + 1 },
    { ...second, length: second.length - 1 },
    { ...second, length: second.length + others.length * 100_000 },
    { ...second, start: 1e9 },
    { ...second, start: first.start + first.length },
  ])
    expect(await bySeq([first, wrong, ...others])).toEqual(whole);
  // Another's record in its place.
  const bytes = await readFile(file, 'utf8');
  await writeFile(file, bytes.replace('"key":"ours"', '"key":"ouch"'));
  expect(await bySeq([...spans])).toEqual(whole.slice(1));
});
