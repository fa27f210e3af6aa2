import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineReader, readAt, readParts } from '../../../src/journal/chain/line-reader.ts';

const newFile = async (): Promise<string> =>
  path.join(await mkdtemp(path.join(os.tmpdir(), 'sallyport-lines-')), 'file');

async function readLines(reader: LineReader): Promise<string[]> {
  const lines: string[] = [];
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) lines.push(line.toString());
  return lines;
}

it('gives every whole line once, however the file grows, and knows where each stands', async () => {
  const file = await newFile();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n'), maxLength: 30 })), async (pieces) => {
      await writeFile(file, '');
      const reader = new LineReader(file, 'record');
      const lines: string[] = [];
      for (const piece of pieces) {
        await appendFile(file, piece);
        lines.push(...(await readLines(reader)));
      }
      const whole = pieces.join('');
      const parts = whole.split('\n');
      expect(reader.rest.toString()).toBe(parts.pop());
      expect(lines).toEqual(parts);
      expect(reader.number).toBe(lines.length);
      const last = lines.at(-1);
      if (last !== undefined) expect((await readAt(file, reader.at, Buffer.byteLength(last))).toString()).toBe(last);
    }),
    { numRuns: 40 },
  );
});

it('makes no line of the beginning of one that was taken back and the end of another', async () => {
  const file = await newFile();
  await writeFile(file, 'a\nbbbb');
  const reader = new LineReader(file, 'record');
  expect(await readLines(reader)).toEqual(['a']);
  await writeFile(file, 'a\nccccc\nd');
  expect(await readLines(reader)).toEqual(['ccccc']);
  await writeFile(file, 'a\nccccc\n');
  expect(await readLines(reader)).toEqual([]);
  await appendFile(file, 'e\n');
  expect(await readLines(reader)).toEqual(['e']);
});

it('reads lines longer than a chunk', async () => {
  const file = await newFile();
  const long = 'x'.repeat(1_000_000);
  await writeFile(file, `a\n${long}\nb\n`);
  expect(await readLines(new LineReader(file, 'record'))).toEqual(['a', long, 'b']);
});

it('finds nothing in a file that is not there', async () => {
  expect(await new LineReader(await newFile(), 'record').next()).toBeUndefined();
});

it('gives the lines of one kind, under the numbers they have in the file', async () => {
  const file = await newFile();
  const payload = '{"digest":"d","salt":"s","text":"t"}';
  await writeFile(file, `{"v":1}\n${payload}\n{"v":2}\n{"d\n${payload}`);
  const [records, payloads] = [new LineReader(file, 'record'), new LineReader(file, 'payload')];
  expect(await readLines(records)).toEqual(['{"v":1}', '{"v":2}', '{"d']);
  expect((await payloads.next())?.toString()).toBe(payload);
  expect([payloads.number, payloads.at]).toEqual([2, 8]);
  expect(await payloads.next()).toBeUndefined();
});

it('reads lines of both kinds where it is asked to, from where one begins', async () => {
  const file = await newFile();
  await writeFile(file, 'a\n{"digest":1}\nb\n');
  expect(await readLines(new LineReader(file, 'any'))).toEqual(['a', '{"digest":1}', 'b']);
  const reader = new LineReader(file, 'any', Number.POSITIVE_INFINITY, 2);
  expect(await readLines(reader)).toEqual(['{"digest":1}', 'b']);
  expect(reader.at).toBe(15);
});

it('reads several parts of a file, and nothing where it ends or is none', async () => {
  const file = await newFile();
  const parts = [
    { start: 1, length: 2 },
    { start: 3, length: 9 },
    { start: 9, length: 1 },
  ];
  const read = async () => (await readParts(file, parts)).map(String);
  expect(await read()).toEqual(['', '', '']);
  await writeFile(file, 'abcdef');
  expect(await read()).toEqual(['bc', 'def', '']);
});

// The system names no file where reading fails, and whoever starts has thousands.
it('says which part of the record cannot be read', async () => {
  const folder = await newFile();
  await mkdir(folder);
  await expect(readAt(folder, 0, 10)).rejects.toThrow(
    `${folder}, a part of the record, cannot be read (EISDIR): make it readable, or put a copy of it in its place`,
  );
});
