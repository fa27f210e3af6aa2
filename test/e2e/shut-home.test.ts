import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-shut-'));
const home = path.join(folder, 'home');
afterAll(() => {
  chmodSync(home, 0o700);
  chmodSync(path.join(home, '.config'), 0o700);
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing is shut to root: then somebody else runs it. */
const anybody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const run = (...args: string[]): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.resolve('dist/cli/main.js'), ...args], {
      ...anybody,
      cwd: '/',
      env: { PATH: process.env.PATH, HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });

it('a home that cannot be read is said to be so, once and by its place, and nothing is written', {
  timeout: 60_000,
}, async () => {
  chmodSync(folder, 0o755);
  mkdirSync(path.join(home, '.config', 'Claude'), { recursive: true });
  writeFileSync(path.join(home, '.config', 'Claude', 'claude_desktop_config.json'), '{ "mcpServers": {} }');
  mkdirSync(path.join(home, '.cursor'));
  writeFileSync(path.join(home, '.cursor', 'mcp.json'), '{ "mcpServers": { "mail": { "command": "mail-mcp" } } }');
  chmodSync(home, 0o000);
  const adopted = await run('adopt', '--yes');
  expect(adopted.code).toBe(1);
  expect(adopted.said).toContain(`your home folder ${home} cannot be read, so nothing was looked at or written`);
  const discovered = await run('discover', '--only', 'clients');
  expect(discovered.code).toBe(1);
  expect(discovered.said.match(/may not look into it/g)).toHaveLength(1);
  expect(discovered.said).toMatch(
    new RegExp(`- ${home}: this user may not look into it.*Claude Desktop, Claude Code, Cursor`),
  );

  // A folder in it: what lies beside it is found all the same.
  chmodSync(home, 0o755);
  chmodSync(path.join(home, '.config'), 0o000);
  const partly = await run('discover', '--only', 'clients');
  expect(partly.said).toMatch(/^mail /m);
  expect(partly.said.match(/may not look into it/g)).toHaveLength(1);
  expect(partly.said).toMatch(new RegExp(`- ${home}/\\.config: this user .*: Claude Desktop, VS Code`));
  chmodSync(path.join(home, '.config'), 0o700);
  expect(readdirSync(home).sort()).toEqual(['.config', '.cursor']);
  expect(existsSync(path.join(home, 'sallyport'))).toBe(false);
});
