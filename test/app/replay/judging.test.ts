import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignConfiguration } from '../../../src/app/replay/configuration-text.ts';
import { readToolsets } from '../../../src/app/replay/foreign-trace.ts';
import { judgeTraces } from '../../../src/app/replay/judging.ts';
import type { JudgedTrace, TraceWish } from '../../../src/app/replay/trace-bench.ts';

const OWN = path.join(import.meta.dirname, '../../../fixtures/traces');
const ENTRY = pathToFileURL(path.resolve('dist/cli/commands/replay-thread.js'));
const linesIn = (name: string): string[] => readFileSync(path.join(OWN, name), 'utf8').trim().split('\n');
const STORIES = ['attacks.jsonl', 'benign.jsonl', 'disguised.jsonl'].flatMap(linesIn);
const TOOLS = readFileSync(path.join(OWN, 'toolset_own.json'), 'utf8');

const folder = (files: Readonly<Record<string, string>>): string => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-traces-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  return dir;
};

async function judge(
  dir: string,
  threads: number,
  { entry = ENTRY, ...change }: Partial<TraceWish> & { entry?: URL } = {},
): Promise<{ judged: JudgedTrace[]; fault?: string; told: string[] }> {
  const wish = {
    configuration: await foreignConfiguration(undefined),
    toolsets: readToolsets(dir),
    now: 0,
    trusted: '/nowhere/trust.json',
    trust: false,
    taskText: false,
    declaredTools: false,
    together: false,
    ...change,
  };
  const judged: JudgedTrace[] = [];
  const told: string[] = [];
  try {
    const parts = { threads, entry, tell: (line: string) => void told.push(line) };
    for await (const one of judgeTraces(dir, wish, parts)) judged.push(one);
  } catch (error) {
    return { judged, told, fault: (error as Error).message };
  }
  return { judged, told };
}

/** Long enough that no other shares its batch. */
const LONG = JSON.stringify({
  id: 'long',
  toolset: 'office',
  calls: [{ tool: 'open_ticket', args: { number: 1 }, result: 'number: 318, as before. '.repeat(6_000) }],
});
const BROKEN = ['{"id":"cut off', '[]', '{"id":"t","calls":[{}]}'];

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...STORIES) },
  { weight: 3, arbitrary: fc.constant(LONG) },
  { weight: 1, arbitrary: fc.constantFrom('', '{"id":"odd","toolset":"garden","calls":[{"tool":"dig"}]}') },
);
/** The lines of some files, of which one may have a line that is no trace. */
const files = fc.record({
  files: fc.array(fc.array(line, { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
  broken: fc.option(fc.tuple(fc.nat(2), fc.nat(8), fc.constantFrom(...BROKEN)), { nil: undefined, freq: 2 }),
});

describe('traces that are judged on several threads', () => {
  it('come out as on one, in the same order, up to the line that is no trace', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const [file, at, text] = given.broken ?? [0, 0, ''];
        const texts = given.files.map((lines, n) =>
          n === file && given.broken !== undefined ? lines.toSpliced(at, 0, text) : lines,
        );
        const dir = folder({
          'toolset_own.json': TOOLS,
          ...Object.fromEntries(texts.map((lines, n) => [`${n}.jsonl`, lines.join('\n')])),
        });
        const alone = await judge(dir, 1);
        expect(await judge(dir, 3)).toEqual(alone);
        const isBroken = given.broken !== undefined && file < given.files.length;
        if (!isBroken) expect(alone.fault).toBeUndefined();
        else {
          const number = Math.min(at, given.files[file]?.length ?? 0) + 1;
          expect(alone.fault).toMatch(new RegExp(`^${file}\\.jsonl:${number}: `));
        }
      }),
      { numRuns: 6 },
    );
  }, 240_000);

  it('fail where one of the threads ends, and no line is missing before that', async () => {
    const dir = folder({ 'toolset_own.json': TOOLS, 'a.jsonl': Array(6).fill(LONG).join('\n') });
    const entry = pathToFileURL(path.resolve('fixtures/threads/ends-at-the-third.mjs'));
    const { judged, fault } = await judge(dir, 2, { entry });
    expect(judged.map(({ where }) => where)).toEqual(['a.jsonl:1', 'a.jsonl:2']);
    expect(fault).toMatch(/ended before its work was done, with code 7/);
  });
});
