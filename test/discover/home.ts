import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { Client, Machine } from '../../src/discover/client.ts';
import { CLIENTS } from '../../src/discover/clients.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of this test's own. */
export function scratch(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sallyport-discover-')));
  made.push(folder);
  return folder;
}

export const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
const HOMES = { linux: '/home/ann', darwin: '/Users/ann', win32: 'C:\\Users\\ann' } as const;

/** A machine of any system whose disk is a folder of this test: real files under that system's path rules. */
export function makeMachine(
  platform: (typeof PLATFORMS)[number],
  env: Machine['env'] = {},
): Required<Machine> & { readonly disk: string } {
  const disk = scratch();
  const mount = (file: string): string => path.join(disk, ...file.replace(/^([A-Z]):/, '$1').split(/[\\/]/));
  return { platform, home: HOMES[platform], env, mount, disk };
}

/** Writes a file with the folders above it. */
export function put(file: string, content: string | Buffer): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

export function clientOf(id: string): Client {
  const client = CLIENTS.find((each) => each.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  return client;
}
