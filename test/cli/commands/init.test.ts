import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/cli/commands/check.ts';
import { init } from '../../../src/cli/commands/init.ts';
import { makeScreen, scratch } from '../stage.ts';

describe('starting', () => {
  it('writes a configuration that is good as it is, and as its comments say', async () => {
    const config = path.join(scratch(), 'servers.config.yaml');
    expect(await init({ config }, makeScreen())).toBe(0);
    const screen = makeScreen();
    expect(await check({ config }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/: good; 1 server/);
    // Each commented block, uncommented, has to be understood too; bank stands for a server of the reader's.
    const keys =
      /^( *)# (?= *(?:(?:crm|url|headers|labels|agents|support|purposes|triage|rules|tools|when|effect|reason|tests): ?|- (?:id|\{)))/gm;
    const text = readFileSync(config, 'utf8').replace(keys, '$1');
    const whole = text.replace(/^ {2}crm:/m, '  bank: { command: node }\n  crm:');
    writeFileSync(config, whole);
    const full = makeScreen();
    expect(await check({ config }, full)).toBe(0);
    expect(full.printed()).toMatch(/3 servers/);
  });

  it('writes over nothing, and says which folder is missing', async () => {
    const config = path.join(scratch(), 'c.yaml');
    writeFileSync(config, 'mine');
    await expect(init({ config }, makeScreen())).rejects.toThrow(/exists already and was left as it is/);
    expect(readFileSync(config, 'utf8')).toBe('mine');
    await expect(init({ config: path.join(config, '..', 'no', 'c.yaml') }, makeScreen())).rejects.toThrow(
      /does not exist/,
    );
  });

  // Linux alone has a folder that nobody may write into, whoever runs this.
  it.runIf(process.platform === 'linux')('says that it may not be written there, and what to do', async () => {
    await expect(init({ config: '/sys/c.yaml' }, makeScreen())).rejects.toThrow(
      '/sys/c.yaml cannot be written: this user may not write into /sys; name another with --config',
    );
  });
});
