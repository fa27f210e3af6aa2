import { appendFile, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Checkpoint, checkpoint } from '../../../src/journal/chain/checkpoint.ts';
import { digestOf, lineBody, lineEnd } from '../../../src/journal/chain/line.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { admit, journalDir, leaveDeadLease, open, pass } from '../passing.ts';

const SMALL = { payload: 1_000, segment: 6_000, keep: 1e12, most: 1e12 };

/** What a journal's files held, so that each test starts from the same one. */
let dir: string;
let files: Map<string, Buffer>;
let writer: string;
let sealed: Checkpoint;

beforeAll(async () => {
  dir = await journalDir();
  const journal = await open(dir, { limits: SMALL });
  writer = journal.writer;
  for (let i = 0; i < 12; i++) await pass(journal);
  await admit(journal);
  await journal.write(await checkpoint(dir));
  await journal.close();
  sealed = await checkpoint(dir);
  files = new Map();
  for (const name of await readdir(dir)) files.set(name, await readFile(path.join(dir, name)));
});

const restore = async (): Promise<void> => {
  for (const name of await readdir(dir)) await rm(path.join(dir, name));
  for (const [name, bytes] of files) await writeFile(path.join(dir, name), bytes);
};

/** A line whose hash fits its body. */
const forgedLine = (body: string): string => `${body}${lineEnd(digestOf(body))}`.trimEnd();
const chainFile = (n: number): string => `${writer}-${n}.jsonl`;
const linesOf = (name: string): string[] => (files.get(name)?.toString('utf8') ?? '').trimEnd().split('\n');
const rewrite = (name: string, lines: readonly string[]): Promise<void> =>
  writeFile(path.join(dir, name), lines.map((line) => `${line}\n`).join(''));

/** `what file:line` of each problem. */
const problems = async (): Promise<string[]> =>
  (await verifyJournal(dir)).problems.map(({ what, file, line }) => `${what} ${file}:${line}`);

describe('verifyJournal', () => {
  it('finds nothing in a journal nobody touched, and tells what it read', async () => {
    await restore();
    const report = await verifyJournal(dir, { checkpoints: [sealed] });
    expect(report).toMatchObject({ ok: true, problems: [], notices: [], chains: 1, checkpoints: 2 });
    expect(report.payloads).toEqual({ whole: 25, erased: 0 });
    expect(report.heads[writer]).toBe(sealed.heads[writer]);
  });

  it('finds an edited line at its place, and only that', async () => {
    await restore();
    const lines = linesOf(chainFile(0));
    lines[5] = (lines[5] ?? '').replace('"failed":false', '"failed":true');
    await rewrite(chainFile(0), lines);
    expect(await problems()).toEqual([`edit ${chainFile(0)}:6`]);
  });

  it('finds a line that was forged with a hash that fits it', async () => {
    await restore();
    const lines = linesOf(chainFile(0));
    const old = JSON.parse(lines[3] ?? '') as { seq: number; at: number; prev: string };
    const body = lineBody(writer, old.seq, old.at, old.prev, '{"kind":"note","about":"x","message":"forged"}');
    lines[3] = forgedLine(body);
    await rewrite(chainFile(0), lines);
    expect(await problems()).toContain(`edit ${chainFile(0)}:4`);
  });

  it('finds a chain that was forged to its end, by the checkpoint that was kept elsewhere', async () => {
    await restore();
    const forged: string[] = [];
    let prev = '';
    for (const line of linesOf(chainFile(0))) {
      if (line.startsWith('{"digest"')) continue;
      const { seq, at, entry } = JSON.parse(line) as { seq: number; at: number; entry: { kind: string } };
      if (entry.kind === 'checkpoint') break;
      const body = lineBody(writer, seq, at, prev, JSON.stringify(entry).replaceAll('send', 'read'));
      prev = digestOf(body);
      forged.push(forgedLine(body));
    }
    const body = lineBody(
      writer,
      forged.length,
      1,
      prev,
      '{"kind":"note","about":"end","message":"the chain ends here"}',
    );
    for (const name of files.keys())
      if (name !== chainFile(0) && !name.startsWith(`${writer}-0`)) await unlink(path.join(dir, name));
    await rewrite(chainFile(0), [...forged, forgedLine(body)]);
    expect((await verifyJournal(dir)).problems.filter(({ what }) => what !== 'payload')).toEqual([]);
    const report = await verifyJournal(dir, { checkpoints: [sealed] });
    expect(report.problems.map(({ what }) => what)).toContain('truncation');
  });

  it('finds a deleted line before the place where it stood', async () => {
    await restore();
    const lines = linesOf(chainFile(0));
    lines.splice(3, 1);
    await rewrite(chainFile(0), lines);
    expect(await problems()).toContain(`deletion ${chainFile(0)}:5`);
  });

  it('finds a line that was put in', async () => {
    await restore();
    const lines = linesOf(chainFile(0));
    lines.splice(3, 0, lines[1] ?? '');
    await rewrite(chainFile(0), lines);
    expect(await problems()).toEqual([`insertion ${chainFile(0)}:4`]);
    lines[3] = '{"v":1}';
    await rewrite(chainFile(0), lines);
    expect(await problems()).toEqual([`insertion ${chainFile(0)}:4`]);
  });

  it('finds lines that changed places', async () => {
    await restore();
    const lines = linesOf(chainFile(0));
    [lines[3], lines[5]] = [lines[5] ?? '', lines[3] ?? ''];
    await rewrite(chainFile(0), lines);
    expect(await problems()).toContain(`reordering ${chainFile(0)}:6`);
  });

  it('finds a chain that was cut, and a segment that was removed', async () => {
    await restore();
    const last = [...files.keys()].filter((name) => /-\d+\.jsonl$/.test(name)).length - 1;
    await rewrite(chainFile(last), linesOf(chainFile(last)).slice(0, -1));
    expect(await problems()).toContain(`truncation ${chainFile(last)}:0`);
    await restore();
    await unlink(path.join(dir, chainFile(1)));
    expect(await problems()).toContain(`deletion ${chainFile(1)}:0`);
    await restore();
    for (const name of files.keys()) await unlink(path.join(dir, name));
    const report = await verifyJournal(dir, { checkpoints: [sealed] });
    expect(report.problems).toMatchObject([{ what: 'deletion', file: chainFile(0) }]);
  });

  it('finds a payload that was changed, removed or put in', async () => {
    const store = chainFile(0);
    await restore();
    const lines = linesOf(store);
    // The payload of the first result: start, tool, payload, call, payload.
    await rewrite(store, [...lines.slice(0, 4), (lines[4] ?? '').replace('sent', 'kept'), ...lines.slice(5)]);
    expect(await problems()).toEqual([`payload ${store}:5`]);
    await rewrite(store, [...lines.slice(0, 4), ...lines.slice(5)]);
    expect(await problems()).toEqual([`payload ${store}:0`]);
    await rewrite(store, [
      ...lines.slice(0, 4),
      `{"digest":"${'x'.repeat(43)}","salt":"","text":""}`,
      ...lines.slice(4),
    ]);
    expect(await problems()).toEqual([`insertion ${store}:5`]);
    // Before another record, where no hash would miss it.
    await rewrite(store, [...lines.slice(0, 1), lines[2] ?? '', lines[1] ?? '', ...lines.slice(3)]);
    expect(await problems()).toEqual([`reordering ${store}:2`]);
  });

  it('does not believe a checkpoint that another key signed', async () => {
    await restore();
    const other = await journalDir();
    const theirs = await checkpoint(other);
    const report = await verifyJournal(dir, { checkpoints: [theirs, { ...sealed, heads: { [writer]: '1:x' } }] });
    expect(report.problems.map(({ what }) => what)).toEqual(['checkpoint', 'checkpoint']);
  });

  it('takes a line that was being written when its process died for what it is', async () => {
    const crashed = await journalDir();
    const journal = await open(crashed);
    await pass(journal);
    await journal.close();
    const file = path.join(crashed, `${journal.writer}-0.jsonl`);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    // As if it had been killed while it wrote its end, and the next process had closed it.
    const end = lines.pop() ?? '';
    await writeFile(file, `${lines.join('\n')}\n${end.slice(0, 20)}`);
    await leaveDeadLease(crashed, journal.writer);
    await (await open(crashed)).close();
    const report = await verifyJournal(crashed);
    expect(report.problems).toEqual([]);
    expect(report.notices).toHaveLength(1);
  });

  it('finds any bytes that are changed, and any line that is removed, moved or repeated, where it was done', async () => {
    const names = [...files.keys()].filter((name) => name.endsWith('.jsonl'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.constantFrom('flip', 'remove', 'swap', 'repeat', 'cut', 'junk'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, how, place, by) => {
          await restore();
          const bytes = Buffer.from(files.get(name) ?? '');
          const lines = linesOf(name);
          const at = place % bytes.length;
          const i = place % lines.length;
          let line = i + 1;
          if (how === 'flip') {
            bytes[at] = (bytes[at] ?? 0) ^ by;
            await writeFile(path.join(dir, name), bytes);
            line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
          } else if (how === 'cut') {
            await truncate(path.join(dir, name), at);
            line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
          } else if (how === 'junk') {
            await appendFile(path.join(dir, name), 'junk\n');
            line = lines.length + 1;
          } else {
            const [taken = ''] = how === 'repeat' ? [lines[i] ?? ''] : lines.splice(i, 1);
            if (how === 'swap') lines.splice(i === 0 ? 1 : i - 1, 0, taken);
            if (how === 'repeat') lines.splice(i, 0, taken);
            await rewrite(name, lines);
          }
          // The order of payloads carries no meaning: they are found by their digests.
          if (how === 'swap' && name.includes('payloads')) return;
          const found = (await verifyJournal(dir)).problems;
          expect(found, `${how} ${name}:${line}`).not.toEqual([]);
          const n = /-(\d+)\./.exec(name)?.[1];
          const near = found.filter(
            (problem) =>
              problem.file.includes(`${writer}-${n}.`) || problem.file.includes(`${writer}-${Number(n) + 1}.`),
          );
          expect(near, `${how} ${name}:${line}`).not.toEqual([]);
          if (how === 'flip' && !name.includes('payloads')) {
            expect(near.some((problem) => Math.abs(problem.line - line) <= 1 || problem.line === 0)).toBe(true);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('says so where a lease claims that a chain is still written, and nobody writes it', async () => {
    await restore();
    const last = [...files.keys()].filter((name) => /-\d+\.jsonl$/.test(name)).length - 1;
    await rewrite(chainFile(last), linesOf(chainFile(last)).slice(0, -1));
    await leaveDeadLease(dir, writer);
    expect((await verifyJournal(dir)).notices).toEqual([expect.stringContaining('never closed')]);
  });
});
