import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = path.join(import.meta.dirname, '../../scripts/accuracy.mjs');
const run = (...args: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [SCRIPT, ...args]);

it("scores the project's own traces: every attack prevented, no benign task interrupted", async () => {
  const { stdout } = await run('--json');
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const [nothing, text, declared] = ['nothing', 'task text', 'declared tools'].map((known) =>
    rows.filter((row) => row.known === known),
  );
  for (const all of [nothing, text, declared]) {
    const of = (set: string): object => all?.find((row) => row.set === set);
    expect(of('attacks')).toMatchObject({ attacks: 4, preventedPct: 100, unjudged: 0 });
    expect(of('disguised')).toMatchObject({ attacks: 4, preventedPct: 100 });
    expect(of('disguised/base64')).toMatchObject({ attacks: 1, preventedPct: 100 });
    expect(of('benign')).toMatchObject({ solved: 7, interruptedPct: 0, questionsPerSolved: 0 });
  }
});

it('takes a folder that has traces among other things, a policy, and a row for each suite', async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'sallyport-data-'));
  const traces = path.join(data, 'traces');
  mkdirSync(traces);
  const made = {
    id: 't',
    suite: 'desk',
    toolset: 'desk',
    injected: false,
    calls: [{ tool: 'pay' }],
    outcome: { utility: true },
  };
  writeFileSync(path.join(traces, 'some.jsonl'), `${JSON.stringify(made)}\n`);
  writeFileSync(path.join(traces, 'toolset_desk.json'), '{"desk":[{"name":"pay"}]}');
  const config = path.join(data, 'c.yaml');
  writeFileSync(config, 'policy: { rules: [{ id: r, tools: ["desk.pay"], effect: ask, reason: r }] }\n');
  const { stdout } = await run('--data', data, '--config', config, '--suites');
  expect(stdout).toMatch(/^some +nothing +0 +– +1 +100\.0 +1\.00 +0$/m);
  expect(stdout).toMatch(/^some\/desk +declared tools /m);
});

it('says what is wrong', async () => {
  await expect(run('--data', '/nowhere/at/all')).rejects.toThrow(/there is no such folder/);
  await expect(run('--config', '/nowhere/c.yaml')).rejects.toThrow(/no such file/);
  expect((await run('--help')).stdout).toMatch(/npm run accuracy/);
});
