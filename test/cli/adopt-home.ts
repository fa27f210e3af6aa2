import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AdoptOptions } from '../../src/cli/commands/adopt.ts';
import { alone, makeState, scratch } from './stage.ts';

const root = path.join(import.meta.dirname, '..', '..');
export const MAIN = path.join(root, 'dist', 'cli', 'main.js');
export const ECHO = path.join(root, 'fixtures', 'servers', 'echo.mjs');

/** A home with two clients, and the options under which a command sees that home and nothing else. */
export function makeHome() {
  const home = path.join(scratch(), 'home');
  const files = {
    desktop: path.join(home, '.config', 'Claude', 'claude_desktop_config.json'),
    cursor: path.join(home, '.cursor', 'mcp.json'),
  };
  const write = (file: string, value: object | string): void => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`);
  };
  write(files.desktop, {
    mcpServers: {
      echo: { command: process.execPath, args: [ECHO], env: { API_KEY: 'q7Rk2VbT9xLm' } },
      notes: { command: 'uvx', args: ['notes'], timeout: 5, disabledTools: ['x'], disabled: true },
    },
  });
  write(files.cursor, { mcpServers: { echo: { command: process.execPath, args: [ECHO, '--loud'] } } });
  const state = makeState();
  const options: AdoptOptions = {
    state: state.root,
    secrets: 'file',
    guard: alone,
    around: { machine: { platform: 'linux', home, env: {} }, own: { command: process.execPath, args: [MAIN] } },
  };
  const config = path.join(home, 'sallyport', 'servers.config.yaml');
  const read = (file: string): string => readFileSync(file, 'utf8');
  return { home, files, state, options, config, write, read };
}
