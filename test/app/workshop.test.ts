import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfiguration, withLock, withPolicy } from '../../src/app/settings.ts';
import { tryPolicy } from '../../src/app/trials.ts';
import { equip, openWorkshop } from '../../src/app/workshop.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { sampleCall } from '../pipeline/sample.ts';

const CODE = `export default {
  version: 1,
  onCall: ({ args }) =>
    args.to === 'eve' ? { findings: [{ kind: 'custom.eve', severity: 'high', at: '/arguments/to', message: 'It is Eve.' }] } : {},
};`;
const POLICY = `servers: { mail: { command: mail } }
policy:
  inspectors: { mine: { file: mine.mjs } }
  rules: [{ id: no-eve, findings: [custom.eve], effect: deny, reason: r }]
  tests:
    - { call: { tool: mail.send, args: { to: eve } }, expect: deny, rule: no-eve }
    - { call: { tool: mail.send, args: { to: ada } }, expect: allow }
`;

async function set(code = CODE, isTrusted = true) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));
  const file = path.join(folder, 'c.yaml');
  writeFileSync(path.join(folder, 'mine.mjs'), code);
  writeFileSync(file, POLICY);
  const workshop = openWorkshop({ isTrusted: () => isTrusted, log: () => undefined });
  onTestFinished(() => workshop.keep([]));
  return { workshop, configuration: await readConfiguration({ config: file }), file };
}

describe('the workshop', () => {
  it("has the user's own inspectors judge policy tests as they judge calls", async () => {
    const { workshop, configuration } = await set();
    const settings = await equip(await withLock(await withPolicy(configuration, 0)), workshop);
    const trials = await tryPolicy(settings, '/state', 0);
    expect(trials.map(({ passed }) => passed)).toEqual([true, true]);
  });

  it('loads what configurations have alike once, and ends what is no longer wanted', async () => {
    const { workshop, configuration } = await set();
    const [first] = await workshop.open(configuration);
    const [second] = await workshop.open(configuration);
    expect(first).toBe(second);
    workshop.keep([]);
    await new Promise((resolve) => setImmediate(resolve));
    const [third] = await workshop.open(configuration);
    expect(third).not.toBe(first);
    // What is under way with the old one is still answered.
    expect(await first?.inspector.onCall?.(sampleCall({ to: 'eve' }), [], BLANK_VIEW)).toHaveProperty('findings');
  });

  it('runs nothing that nobody has looked at: its evidence is a fault', async () => {
    const { workshop, configuration, file } = await set('process.exit(1)', false);
    const settings = await equip(await withLock(await withPolicy(configuration, 0)), workshop);
    expect(settings.inspectors.map(({ isWaiting }) => isWaiting)).toEqual([true]);
    const [trial] = await tryPolicy(settings, '/state', 0);
    expect(trial?.decision).toMatchObject({ effect: 'deny', matched: [{ rule: 'fault' }] });
    expect(() => settings.inspectors[0]?.inspector.onCall?.(sampleCall(), [], BLANK_VIEW)).toThrow(
      `sallyport trust --config ${file}`,
    );
  });

  it('says where code is wrong that cannot be loaded', async () => {
    const { workshop, configuration } = await set('export default {\n  version: 1,\n  onCall: (\n');
    await expect(workshop.open(configuration)).rejects.toThrow(
      /c\.yaml:3:31: policy\.inspectors\.mine\.file: .*mine\.mjs:4: SyntaxError/,
    );
  });
});
