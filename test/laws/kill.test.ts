import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import { verifyJournal } from '../../src/journal/verify/verify.ts';
import { journalDir, open } from '../journal/passing.ts';

/** How many processes are killed; SALLYPORT_KILLS=200 for the long version. */
const KILLS = Number(process.env.SALLYPORT_KILLS ?? 20);
const SIDE_BY_SIDE = 4;
const DIST = process.env.SALLYPORT_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const LOOP = fileURLToPath(new URL('../journal/recording-loop.mjs', import.meta.url));

async function runAndKill(dir: string, receipts: string): Promise<void> {
  const child = spawn(process.execPath, [LOOP, DIST, dir, receipts], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  await sleep(Math.random() * 150);
  expect(child.exitCode, said).toBeNull();
  child.kill('SIGKILL');
  await exit;
}

it(
  `survives kill -9 at ${KILLS} random moments: what was relayed is recorded, every chain verifies, open calls are lost`,
  async () => {
    const dir = await journalDir();
    const receipts = path.join(path.dirname(dir), 'receipts');
    const lane = async (n: number): Promise<void> => {
      for (let i = n; i < KILLS; i += SIDE_BY_SIDE) await runAndKill(dir, receipts);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, n) => lane(n)));
    // On a busy machine most may die before their first call.
    const receiptsOf = (): string[] => readFileSync(receipts, 'utf8').split('\n').filter(Boolean);
    let killed = KILLS;
    for (; !existsSync(receipts) || receiptsOf().length <= KILLS; killed++) await runAndKill(dir, receipts);
    const survivor = await open(dir);

    const admitted = new Set<string>();
    const ended = new Map<string, string[]>();
    for await (const { record } of readRecords(dir)) {
      const { entry } = record;
      if (entry.kind === 'call') admitted.add(entry.call);
      if (entry.kind === 'result' || entry.kind === 'lost') {
        ended.set(entry.call, [...(ended.get(entry.call) ?? []), entry.kind]);
      }
    }
    await survivor.close();
    expect(receiptsOf().filter((call) => !admitted.has(call))).toEqual([]);
    expect([...admitted].filter((call) => ended.get(call)?.length !== 1)).toEqual([]);
    expect([...ended.values()].some(([kind]) => kind === 'lost')).toBe(true);
    const report = await verifyJournal(dir);
    expect(report.problems).toEqual([]);
    expect(report.chains).toBe(killed + 1);
  },
  KILLS * 5_000 + 30_000,
);
