import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ChainFollower } from '../../../src/journal/chain/follower.ts';
import { namedDigest } from '../../../src/journal/payload/payload.ts';
import { journalDir, open, pass } from '../passing.ts';

/** The hashes of what a follower tells, where their payloads are there. */
async function told(follower: ChainFollower): Promise<string[]> {
  const hashes: string[] = [];
  for (let next = await follower.next(); next !== undefined; next = await follower.next()) {
    const digest = namedDigest(next.record.entry);
    if (digest === undefined || (await next.store.read(digest)).state === 'whole') hashes.push(next.record.hash);
  }
  return hashes;
}

const hashOf = (line: string): string | undefined => /"hash":"([^"]{43})"\}$/.exec(line)?.[1];
const hashesIn = (text: string): string[] => text.split('\n').flatMap((line) => hashOf(line) ?? []);

/** A chain's text of some passages, and the same of other passages. */
const texts = Promise.all(
  ['short', 'a longer answer, so that nothing stands where it stood'].map(async (answer) => {
    const dir = await journalDir();
    const journal = await open(dir);
    for (let i = 0; i < 6; i++) await pass(journal, undefined, answer.repeat(1 + (i % 3)));
    await journal.close();
    return readFile(path.join(dir, `${journal.writer}-0.jsonl`), 'utf8');
  }),
);

it('tells each record that stands in the end once, in order, whatever was taken back meanwhile, wherever it was torn', async () => {
  const [text = '', other = ''] = await texts;
  const lines = text.split(/(?<=\n)/);
  const written = fc.record({
    /** How many lines stand for good. */
    kept: fc.nat(lines.length),
    /** Where what follows them, and is taken back, begins and ends in the other text. */
    from: fc.nat(other.split('\n').length),
    bytes: fc.nat(other.length),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(written, { maxLength: 4 }), async (steps) => {
      const dir = await journalDir();
      const file = path.join(dir, 'w00000000-0.jsonl');
      await mkdir(dir);
      const follower = new ChainFollower(dir, 'w00000000');
      const seen = await told(follower);
      for (const { kept, from, bytes } of steps.sort((a, b) => a.kept - b.kept)) {
        const lost = other
          .split(/(?<=\n)/)
          .slice(from)
          .join('')
          .slice(0, bytes);
        await writeFile(file, lines.slice(0, kept).join('') + lost);
        seen.push(...(await told(follower)));
      }
      await writeFile(file, text);
      seen.push(...(await told(follower)));
      const stands = hashesIn(text);
      expect(seen.filter((hash) => stands.includes(hash))).toEqual(stands);
    }),
  );
});
