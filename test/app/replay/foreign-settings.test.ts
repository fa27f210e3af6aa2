import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignConfiguration } from '../../../src/app/replay/configuration-text.ts';
import { configurationOf, openBenches } from '../../../src/app/replay/foreign-settings.ts';
import { openWorkshop } from '../../../src/app/workshop.ts';
import { NO_FACTS } from '../../../src/model/tool.ts';
import { gatherOnCall } from '../../../src/pipeline/gather.ts';
import { EMPTY_VIEW, NOTHING, sampleCall } from '../../pipeline/sample.ts';

const NOW = Date.parse('2026-11-25');
const WORKSHOP = openWorkshop({ isTrusted: () => false, log: () => undefined });
const send = sampleCall({}, { target: { upstream: 'office', name: 'send' } });

function config(text: string): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'c.yaml');
  writeFileSync(file, text);
  return file;
}

/** What judges where no configuration is named, as it is opened in a folder. */
async function benchIn(folder: string) {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await openBenches(
      configurationOf(await foreignConfiguration(undefined)),
      ['office'],
      NOW,
      WORKSHOP,
    )('office');
  } finally {
    process.chdir(before);
  }
}

describe('what foreign calls are judged by', () => {
  it('is pack recommended alone, with their tools granted', async () => {
    const base = configurationOf(await foreignConfiguration(undefined));
    expect(base.config).toMatchObject({ servers: {}, policy: { packs: ['recommended'] } });
    const bench = await openBenches(base, [], NOW, WORKSHOP)('office');
    expect(bench.decide(send, NOTHING, EMPTY_VIEW, NOW).effect).toBe('allow');
  });

  it('is the configuration where one is named, the set of tools being a server of that name', async () => {
    const text = [
      'servers: { office: { url: "https://office.example/mcp", labels: [internal] } }',
      'policy:',
      '  inspectors: { sql: { mode: audit } }',
      '  rules: [{ id: no-sending, tools: ["office.send"], effect: deny, reason: r }]',
    ];
    const benchOf = openBenches(
      configurationOf(await foreignConfiguration(config(text.join('\n')))),
      ['office', 'purse'],
      NOW,
      WORKSHOP,
    );
    const bench = await benchOf('office');
    expect(bench.decide(send, NOTHING, EMPTY_VIEW, NOW)).toMatchObject({ effect: 'deny' });
    expect(bench.servers.office?.labels).toEqual(['internal']);
    expect(bench.inspectors.find(({ inspector }) => inspector.name === 'sql')?.mode).toBe('audit');
    expect(await benchOf('office')).toBe(bench);
    expect((await benchOf('Sets of tools/have any name')).servers).toHaveProperty('office');
  });

  it('may name any set of tools in its rules, and no other server', async () => {
    const rules = 'policy: { rules: [{ id: r, tools: ["purse.pay"], effect: deny, reason: r }] }';
    const base = configurationOf(await foreignConfiguration(config(rules)));
    expect(await openBenches(base, ['office', 'purse'], NOW, WORKSHOP)('office')).toHaveProperty('decide');
    await expect(openBenches(base, ['office'], NOW, WORKSHOP)('office')).rejects.toThrow(/purse/);
  });

  it('is the same wherever it is started, whatever lies there', async () => {
    const { inspectors } = await benchIn(os.tmpdir());
    const here = path.dirname(config('policy: {}'));
    writeFileSync(path.join(here, 'sallyport.lock.yaml'), 'no: lockfile\n');
    const bench = await benchIn(here);
    const target = { upstream: 'office', name: 'delete_folder' };
    const call = sampleCall({ folder: here }, { target, tool: { ...NO_FACTS, powers: ['destructive'] } });
    const seen = async (mounted: typeof inspectors) => (await gatherOnCall(mounted, call, EMPTY_VIEW, 60_000)).findings;
    expect(await seen(bench.inspectors)).toEqual(await seen(inspectors));
    expect(await seen(bench.inspectors)).toEqual([]);
  });

  it('is not there where it cannot be read', async () => {
    await expect(foreignConfiguration('/nowhere/c.yaml')).rejects.toThrow(/no such file/);
  });
});
