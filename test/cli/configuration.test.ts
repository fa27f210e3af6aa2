import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tellConfig } from '../../src/cli/configuration.ts';
import { RawClient } from '../e2e/gateway.ts';
import { ECHO, MAIN } from './adopt-home.ts';
import { makeScreen, runCli, scratch } from './stage.ts';

/** A home whose Cursor was adopted, by the real command; and a folder in which nothing is. */
async function adoptedHome() {
  const home = path.join(scratch(), 'a home');
  const elsewhere = scratch();
  mkdirSync(path.join(home, '.cursor'), { recursive: true });
  writeFileSync(
    path.join(home, '.cursor', 'mcp.json'),
    JSON.stringify({ mcpServers: { echo: { command: process.execPath, args: [ECHO] } } }),
  );
  const env = { HOME: home, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '', SALLYPORT_STATE: '', SALLYPORT_KEYCHAIN: 'off' };
  const run = (args: readonly string[], folder = elsewhere) => runCli(args, env, folder);
  const adopted = await run(['adopt', '--yes']);
  return { home, env, run, adopted, elsewhere, config: path.join(home, 'sallyport', 'servers.config.yaml') };
}

/** A printed command, as a shell would take it apart. */
const typed = (text: string, start: string): string[] => {
  const line = text.split('\n').find((each) => each.includes(start)) ?? '';
  const found = /sallyport (.*)$/.exec(line.slice(line.indexOf(start)))?.[1] ?? '';
  return [...found.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
};

describe('after adoption, in any folder', () => {
  it('every command finds the configuration, and says which it is', { timeout: 120_000 }, async () => {
    const { run, adopted, config } = await adoptedHome();
    expect(adopted).toMatchObject({ code: 0, err: '' });
    const trust = typed(adopted.out, 'sallyport trust');
    expect(trust).toEqual(['trust', '--config', config]);
    const commands = [
      ['check'],
      ['doctor', '--no-start'],
      ['scan'],
      ['lock'],
      ['diff'],
      ['trust', '--list'],
      ['replay'],
      ['inventory'],
      ['freeze', 'echo'],
    ];
    for (const command of commands) {
      const { err } = await run(command);
      expect(err, command.join(' ')).toContain(`sallyport: configuration ${config} (from the last sallyport adopt)`);
      expect(err).not.toContain('there is no servers.config.yaml');
      const named = await run([...command, '--config', config]);
      expect(named.err).not.toContain('sallyport: configuration');
    }
  });

  it('serves it, and what it prints can be typed as it stands', { timeout: 120_000 }, async () => {
    const { run, env, elsewhere, config } = await adoptedHome();
    const at = { dir: elsewhere, config, state: '', args: [MAIN, 'serve', '--trust'], cwd: elsewhere };
    const client = await new RawClient(at, [], env).open();
    expect(await client.tools()).toContain('echo__echo');
    await client.close();
    expect(client.stderr).toContain(`configuration ${config} (from the last sallyport adopt)`);
    const checked = await run(['check']);
    const lock = typed(checked.out, 'sallyport lock');
    expect(lock).toEqual(['lock', '--config', config]);
    const locked = await run(lock);
    expect(locked.code, locked.err).toBe(0);
    expect(typed(locked.out, 'sallyport scan').slice(0, 2)).toEqual(['scan', '--config']);
    const read = await run(['inventory']);
    expect(read.out).not.toContain('only tools that were called');
  });

  it('takes that of the folder first, and says so', { timeout: 60_000 }, async () => {
    const { run } = await adoptedHome();
    const folder = scratch();
    writeFileSync(path.join(folder, 'servers.config.yaml'), 'servers:\n  it: { command: it }\n');
    const { err, out } = await run(['check'], folder);
    expect(err).toContain(`${path.join(folder, 'servers.config.yaml')} (found in this folder)`);
    expect(out).toContain(folder);
  });
});

it('says what to do where there is none', { timeout: 60_000 }, async () => {
  const home = scratch();
  const env = { HOME: home, SALLYPORT_STATE: '', XDG_STATE_HOME: '' };
  for (const command of [['check'], ['doctor', '--no-start']]) {
    const { out, err, code } = await runCli(command, env, home);
    expect(code).toBe(1);
    expect(out + err).toMatch(/nothing was adopted[\s\S]*sallyport init[\s\S]*sallyport adopt[\s\S]*--config/);
  }
});

it('is silent about what was named', async () => {
  const screen = makeScreen();
  expect(await tellConfig({ config: '/x.yaml' }, screen)).toEqual({ file: '/x.yaml', by: 'named' });
  expect(screen.complained()).toBe('');
});
