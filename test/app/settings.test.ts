import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/app/settings.ts';

function file(text: string): string {
  const where = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'servers.config.yaml');
  writeFileSync(where, text);
  return where;
}
const read = (text: string, more = {}) => readSettings({ config: file(text), ...more }, Date.now());

describe('settings', () => {
  it('put values in place of references and leave out servers that want one', async () => {
    process.env.SALLYPORT_TEST_VALUE = 'v';
    const { config, wanting } = await read(
      'servers:\n  a: { command: x, args: ["${env:SALLYPORT_TEST_VALUE}"] }\n  b: { command: x, args: ["${env:SALLYPORT_TEST_MISSING}"] }\n',
    );
    expect(config.servers.a?.args).toEqual(['v']);
    expect(config.servers.b?.disabled).toBe(true);
    expect(wanting.get('b')).toContain('SALLYPORT_TEST_MISSING');
  });

  it('let an option stand in for the file', async () => {
    expect((await read('servers: {}\n', { names: 'plain' })).config.names).toBe('plain');
  });

  it.each([
    ['no file', () => readSettings({ config: '/nowhere/servers.config.yaml' }, 0), /no such file/],
    ['a wrong key', () => read('servers:\n  a: { comand: x }\n'), /comand.*command/s],
    [
      'a wrong rule',
      () => read('policy:\n  rules: [{ id: r, effect: deny, reason: r, when: "call.nothing" }]\n'),
      /nothing/,
    ],
  ])('say what is wrong with %s', async (_, reading, words) => {
    await expect(reading()).rejects.toThrow(words);
  });

  it('refuse an agent that nobody configured, where any is', async () => {
    const text = 'agents: { support: { purpose: p } }\npurposes: { p: { allow: [] } }\n';
    await expect(read(text, { agent: 'suport' })).rejects.toThrow(/suport.*support/s);
    expect((await read(text, { agent: 'support' })).config.agents).toHaveProperty('support');
    expect((await read('servers: {}\n', { agent: 'anyone' })).wanting.size).toBe(0);
  });
});
