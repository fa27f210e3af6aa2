import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignConfiguration } from '../../../src/app/replay/configuration-text.ts';
import { readToolsets } from '../../../src/app/replay/foreign-trace.ts';
import { openTraceBench, type TraceBench, type TraceWish } from '../../../src/app/replay/trace-bench.ts';

const OWN = path.join(import.meta.dirname, '../../../fixtures/traces');
const [LEAK = ''] = readFileSync(path.join(OWN, 'attacks.jsonl'), 'utf8').split('\n');
const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));

async function open(change: Partial<TraceWish> & { config?: string } = {}, told: string[] = []): Promise<TraceBench> {
  const { config, ...more } = change;
  let file: string | undefined;
  if (config !== undefined) {
    file = path.join(dir, 'c.yaml');
    writeFileSync(file, config);
  }
  const configuration = await foreignConfiguration(file);
  const toolsets = readToolsets(OWN);
  const none = { now: 0, trusted: '/nowhere/trust.json', trust: false };
  const wish = { configuration, toolsets, ...none, taskText: false, declaredTools: false, together: false, ...more };
  return openTraceBench(structuredClone(wish), (line) => told.push(line));
}

describe('a bench for traces', () => {
  it('answers with what is written for each call, up to the line that is no trace', async () => {
    const bench = await open();
    const lines = [LEAK, '{"id":"odd","toolset":"garden","calls":[]}', '[]', LEAK];
    const { traces, fault } = await bench.judge(lines.map((text, n) => ({ where: `a.jsonl:${n}`, text })));
    expect(traces.map(({ where, toolset, calls }) => [where, toolset, calls.length])).toEqual([
      ['a.jsonl:0', 'office', 3],
      ['a.jsonl:1', 'garden', 0],
    ]);
    expect(JSON.parse(traces[0]?.calls[2] ?? '')).toMatchObject({ call: 2, effect: 'ask' });
    expect(fault?.message).toBe('a.jsonl:2: an object is expected');
  });

  it('says what is wrong with the policy before it is asked', async () => {
    const config = 'policy: { rules: [{ id: r, tools: ["nobody.*"], effect: deny, reason: r }] }\n';
    await expect(open({ config })).rejects.toThrow(/nobody/);
  });

  it('runs an inspector of the user’s own where somebody looked at it, and else refuses', async () => {
    const code =
      'console.log("here");\nexport default { version: 1, onCall: () => ({ findings: [{ kind: "custom.seen", severity: "low", at: "/arguments", message: "m" }] }) };\n';
    writeFileSync(path.join(dir, 'seer.mjs'), code);
    const rules = '[{ id: seen, when: \'findings.exists(f, f.kind == "custom.seen")\', effect: ask, reason: r }]';
    const config = `policy: { inspectors: { seer: { file: seer.mjs } }, rules: ${rules} }\n`;
    const effectsBy = async (trust: boolean, told: string[]): Promise<string[]> => {
      const bench = await open({ config, trust }, told);
      const { traces, fault } = await bench.judge([{ where: 'a', text: LEAK }]);
      expect(fault).toBeUndefined();
      bench.close();
      return (traces[0]?.calls ?? []).map((line) => JSON.parse(line).effect);
    };
    const told: string[] = [];
    expect(await effectsBy(true, told)).toEqual(['ask', 'ask', 'ask']);
    expect(told).toEqual(['[inspector seer] here']);
    expect(await effectsBy(false, told)).toEqual(['deny', 'deny', 'deny']);
  });
});
