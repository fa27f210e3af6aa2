import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  configurationHash,
  type Launch,
  launchHash,
  openTrust,
  type Trusted,
} from '../../../src/journal/state/trust.ts';
import { runModule, scratch } from '../scratch.ts';

const entry = (hash: string): Trusted => ({ what: 'command', name: 'files', hash, by: 'ann', at: 1 });
const place = (): string => path.join(scratch(), 'trust.json');

describe('hashes', () => {
  const launch: Launch = { command: 'npx', args: ['-y', 'x'], env: { TOKEN: 'a', HOME: 'h' }, cwd: '/w' };
  it('stay when only the order of variables changes', () => {
    expect(launchHash({ ...launch, env: { HOME: 'h', TOKEN: 'a' } })).toBe(launchHash(launch));
  });
  it.each<[string, Launch]>([
    ['program', { ...launch, command: 'node' }],
    ['arguments', { ...launch, args: ['-y', 'y'] }],
    ['split of arguments', { ...launch, args: ['-y x'] }],
    ['names of variables', { ...launch, env: { TOKEN: 'a' } }],
    ['folder', { ...launch, cwd: '/v' }],
    ['steering variable', { ...launch, env: { ...launch.env, NODE_OPTIONS: '--require /tmp/x' } }],
  ])('change with the %s', (_what, changed) => {
    expect(launchHash(changed)).not.toBe(launchHash(launch));
  });
  it('change with any variable, and with nothing else than what is written of it', () => {
    const variable = fc.tuple(fc.constantFrom('HOME', 'GIT_SSH_COMMAND', 'XDG_CONFIG_HOME', 'A', 'A=B'), fc.string());
    const hashOf = ([name, value]: [string, string]) => launchHash({ ...launch, env: { [name]: value } });
    fc.assert(
      fc.property(variable, variable, (one, other) => {
        expect(hashOf(one) === hashOf(other)).toBe(one[0] === other[0] && one[1] === other[1]);
      }),
    );
    // The reference that becomes another is told; what stands behind it is not looked at.
    expect(hashOf(['TOKEN', `$${'{env:A}'}`])).not.toBe(hashOf(['TOKEN', `$${'{env:B}'}`]));
  });
  it('change with the address, and no command is an address', () => {
    expect(launchHash({ url: 'https://a.example' })).not.toBe(launchHash({ url: 'https://b.example' }));
    expect(launchHash({ command: 'https://a.example' })).not.toBe(launchHash({ url: 'https://a.example' }));
  });
  it('of configurations change with place and content', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(configurationHash('/a', one) === configurationHash('/a', other)).toBe(one === other);
        expect(configurationHash('/a', one)).not.toBe(configurationHash('/b', one));
      }),
    );
  });
});

describe('trust', () => {
  it('is remembered, and seen at once by another store', async () => {
    const file = place();
    const [one, other] = [openTrust(file), openTrust(file)];
    expect(other.isTrusted('h1')).toBe(false);
    await one.trust([entry('h1')]);
    expect(other.isTrusted('h1')).toBe(true);
    await other.trust([entry('h2'), entry('h1')]);
    expect(one.isTrusted('h2')).toBe(true);
    expect(one.list().map((known) => known.hash)).toEqual(['h1', 'h2']);
    rmSync(file);
    expect([one.isTrusted('h1'), one.list()]).toEqual([false, []]);
    await one.trust([entry('h3')]);
    expect(other.list()).toEqual([entry('h3')]);
  });

  it('touches nothing of sessions when it is written', async () => {
    const file = place();
    await openTrust(file).trust([entry('h1')]);
    expect(existsSync(path.join(path.dirname(file), 'sessions'))).toBe(false);
  });

  it('loses nothing when many processes write', async () => {
    const file = place();
    const writer = `
      import { openTrust } from 'dist:journal/state/trust.js';
      const trust = openTrust(process.argv[1]);
      await Promise.all([0, 1, 2, 3, 4].map((i) =>
        trust.trust([{ what: 'command', name: 'x', hash: process.argv[2] + i, by: 'ann', at: 1 }])));`;
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => runModule(writer, [file, name])));
    expect(openTrust(file).list()).toHaveLength(20);
  });

  it.each(['{', '{}', '[1]', '[{"hash":"h1"}]', JSON.stringify([{ ...entry('h1'), what: 'x' }])])(
    'a damaged file trusts nothing, is told, and is not overwritten: %s',
    async (text) => {
      const file = place();
      writeFileSync(file, text);
      const faults: string[] = [];
      const trust = openTrust(file, (fault) => faults.push(fault));
      expect(trust.isTrusted('h1')).toBe(false);
      expect(faults[0]).toMatch(/damaged, so nothing is trusted/);
      await expect(trust.trust([entry('h2')])).rejects.toThrow(/move it away/);
      expect(readFileSync(file, 'utf8')).toBe(text);
      await openTrust(place()).trust([entry('h3')]);
    },
  );
});
