import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignConfiguration } from '../../../src/app/replay/configuration-text.ts';
import { configurationOf, openBenches } from '../../../src/app/replay/foreign-settings.ts';
import { openWorkshop } from '../../../src/app/workshop.ts';
import { EMPTY_VIEW, NOTHING, sampleCall } from '../../pipeline/sample.ts';

const NOW = Date.parse('2026-11-25');
const WORKSHOP = openWorkshop({ isTrusted: () => false, log: () => undefined });
const send = sampleCall({}, { target: { upstream: 'office', name: 'send' } });

function config(text: string): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'c.yaml');
  writeFileSync(file, text);
  return file;
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

  it('is not there where it cannot be read', async () => {
    await expect(foreignConfiguration('/nowhere/c.yaml')).rejects.toThrow(/no such file/);
  });
});
