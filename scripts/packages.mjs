// Packages that a script needs and the project does not ship or develop with: installed once, into a cache folder.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where they lie: SALLYPORT_CACHE, or the user's own cache folder. Safe to delete at any time. */
export const cacheRoot = () =>
  process.env.SALLYPORT_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'sallyport');

/**
 * Installs exactly these packages (name to version) into a folder of their own and returns it. What was installed before
 * is found again. With `scripts: false` nothing that a package brings runs while it is installed. Throws with npm's own
 * words where it cannot be had.
 */
export function installed(name, packages, { log = (line) => console.error(line), scripts = true } = {}) {
  const wanted = Object.entries(packages).map(([what, version]) => `${what}@${version}`);
  const key = createHash('sha256').update(wanted.join('\n')).digest('hex').slice(0, 12);
  const folder = path.join(cacheRoot(), `${name}-${key}`);
  // Written last: a folder without it is one whose installation was cut short.
  const done = path.join(folder, 'installed.json');
  if (existsSync(done)) return folder;
  log(`installing ${wanted.join(' ')} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
    '--prefix',
    folder,
    ...(scripts ? [] : ['--ignore-scripts']),
    ...wanted,
  ];
  const ran = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (ran.status !== 0) throw new Error(`npm could not install ${wanted.join(' ')}:\n${ran.stderr ?? ran.error}`);
  writeFileSync(done, `${JSON.stringify(packages, undefined, 2)}\n`);
  return folder;
}

/** The path of a Node of another major version than this one, from npm; `version` is exact. */
export function otherNode(version = '22.23.3', options = {}) {
  const name = `node-${process.platform}-${process.arch}`;
  return path.join(installed('node', { [name]: version }, options), 'node_modules', name, 'bin', 'node');
}
