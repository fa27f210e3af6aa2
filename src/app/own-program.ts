import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OwnLaunch } from '../discover/adopt/own-entry.ts';
import { VERSION } from './version.ts';

const MAIN = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** How a client can start our program for years to come: not from the folder that npx clears. */
export function ownProgram(main = MAIN): OwnLaunch {
  if (!/[\\/]_npx[\\/]/.test(main)) return { command: process.execPath, args: [main] };
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  return { command: path.join(path.dirname(process.execPath), npx), args: ['-y', `sallyport@${VERSION}`] };
}

/** Our program, and the link by which this process was started. */
export function ownPrograms(): string[] {
  const [, started] = process.argv;
  const isLink = started !== undefined && existsSync(started) && realpathSync(started) === MAIN;
  return isLink ? [MAIN, started] : [MAIN];
}
