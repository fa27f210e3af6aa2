import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readContents, spansOf } from '../../../src/journal/chain/contents.ts';
import {
  contentsFile,
  helpedBy,
  keepContents,
  keptContents,
  summaryOf,
} from '../../../src/journal/chain/contents-file.ts';
import { segmentFile } from '../../../src/journal/chain/segment.ts';
import { journalDir, makeCall, open, pass } from '../passing.ts';

const KEY = Buffer.alloc(32, 7);

async function kept() {
  const dir = await journalDir();
  const journal = await open(dir);
  for (const key of ['a', '"b",\n', 'a']) await pass(journal, { ...makeCall(), session: { key, source: 'meta-key' } });
  await journal.close();
  const name = { writer: journal.writer, n: 0 };
  const segment = path.join(dir, segmentFile(name));
  const contents = await readContents(segment, await stat(segment), Number.POSITIVE_INFINITY);
  await keepContents(dir, name, contents, KEY);
  const find = async (key = KEY, of = name) => keptContents(dir, of, await stat(segment), key);
  return { dir, name, segment, contents, find, file: path.join(dir, contentsFile(name)) };
}

it('gives back what was kept', async () => {
  const { contents, find } = await kept();
  const found = await find();
  expect(found?.summary).toEqual(summaryOf(contents));
  for (const session of ['a', '"b",\n', 'nobody']) expect(found?.spansOf(session)).toEqual(spansOf(contents, session));
});

it('gives nothing back that somebody else could have written, or that is not of the segment as it is', async () => {
  const { dir, name, segment, find, file } = await kept();
  expect(await find(Buffer.alloc(32, 8))).toBeUndefined();
  const text = await readFile(file, 'utf8');
  const other = { ...name, n: 1 };
  await writeFile(path.join(dir, contentsFile(other)), text);
  expect(await find(KEY, other)).toBeUndefined();
  for (let i = 0; i < text.length; i += 7) {
    await writeFile(file, `${text.slice(0, i)}${text[i] === '1' ? '2' : '1'}${text.slice(i + 1)}`);
    expect(await find()).toBeUndefined();
  }
  for (const cut of ['', '\n', text.slice(0, -1), `${text}\n`]) {
    await writeFile(file, cut);
    expect(await find()).toBeUndefined();
  }
  await writeFile(file, text);
  expect(await find()).toBeDefined();
  await utimes(segment, 1, 1);
  expect(await find()).toBeUndefined();
});

it('knows which segment a file helps to read, and a draft that was left', () => {
  const file = contentsFile({ writer: 'w', n: 3 });
  expect(helpedBy(file)).toBe('w-3.jsonl');
  expect(helpedBy(`${file}.42.tmp`)).toBe('w-3.jsonl');
  for (const name of ['w-3.jsonl', 'w.lease', 'w.reserve', 'sessions']) expect(helpedBy(name)).toBeUndefined();
});
