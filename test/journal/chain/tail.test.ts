import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeLine } from '../../../src/journal/chain/line.ts';
import { segmentFile } from '../../../src/journal/chain/segment.ts';
import { lastRecord } from '../../../src/journal/chain/tail.ts';
import { journalDir, open } from '../passing.ts';

it('finds the last whole record, whatever the sizes and whatever was begun after it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(10, 20_000, 70_000), { maxLength: 5 }),
      fc.boolean(),
      async (sizes, torn) => {
        const dir = await journalDir();
        const journal = await open(dir);
        for (const size of sizes) await journal.write({ kind: 'note', about: 'test', message: 'x'.repeat(size) });
        await journal.close();
        const file = path.join(dir, segmentFile({ writer: journal.writer, n: 0 }));
        const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
        if (torn) await appendFile(file, '{"v":1,"writer"');
        expect(await lastRecord(file)).toEqual(decodeLine(lines.at(-1) ?? ''));
      },
    ),
    { numRuns: 15 },
  );
});

it('finds none in a file that has none, or is not there', async () => {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'sallyport-tail-')), 'file');
  expect(await lastRecord(file)).toBeUndefined();
  for (const text of ['', '{"v":1', 'junk\n']) {
    await writeFile(file, text);
    expect(await lastRecord(file)).toBeUndefined();
  }
});
