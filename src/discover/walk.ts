import type { Dirent } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, messageOf } from '../model/caught.ts';

/** The files below a folder, and what of it was not looked at. */
export interface Walk {
  /** Real path. */
  readonly root: string;
  /** Whole paths, in the order of their names. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly troubles: readonly string[];
  readonly notes: readonly string[];
}

export interface WalkLimits {
  readonly files: number;
  readonly depth: number;
}

const LIMITS: WalkLimits = { files: 50_000, depth: 24 };
/** What others wrote, or a build made: of what is installed there the manifests speak already. */
const SKIPPED = new Set([
  ...['node_modules', '.git', '.hg', '.svn', 'vendor', 'target', '__pycache__', '.venv', 'venv', 'site-packages'],
  ...[
    '.tox',
    '.mypy_cache',
    '.pytest_cache',
    '.ruff_cache',
    '.next',
    '.nuxt',
    '.turbo',
    '.cache',
    '.gradle',
    '.terraform',
  ],
  ...['bower_components', '.yarn', '.pnpm-store', '.npm', '.cargo', '.rustup', 'Pods', 'DerivedData'],
]);

/** Lists the files below a folder. Links are not followed, so that nothing is met twice and nothing outside is read. */
export async function walkFolder(given: string, limits: WalkLimits = LIMITS): Promise<Walk> {
  const troubles: string[] = [];
  const files: string[] = [];
  const folders: string[] = [];
  const root = await realpath(given).catch(() => path.resolve(given));
  let isFull = false;
  let deep = 0;
  const queue: [folder: string, depth: number][] = [[root, 0]];
  for (let at = 0; at < queue.length && !isFull; at++) {
    const [folder, depth] = queue[at] as [string, number];
    let entries: Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      troubles.push(`${folder}: ${whatFailed(error)}`);
      continue;
    }
    folders.push(folder);
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const whole = path.join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) {
        if (depth < limits.depth) queue.push([whole, depth + 1]);
        else deep++;
      }
      if (!entry.isFile()) continue;
      if (files.length === limits.files) {
        isFull = true;
        break;
      }
      files.push(whole);
    }
  }
  if (isFull)
    troubles.push(`${root}: more than ${limits.files} files, and only so many were looked at; name a smaller folder`);
  if (deep > 0) troubles.push(`${root}: folders nested deeper than ${limits.depth} were not looked at: ${deep}`);
  return { root, files, folders, troubles, notes: [] };
}

const MOST_BYTES = 1_000_000;

/** The text of a file; undefined where it is none, `too large` where it is that. Throws where it cannot be read. */
export async function readText(file: string): Promise<{ readonly text: string } | 'too large' | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > MOST_BYTES) return 'too large';
    const bytes = await handle.readFile();
    if (bytes.subarray(0, 8_000).includes(0)) return undefined;
    return { text: bytes.toString('utf8') };
  } finally {
    await handle.close();
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'is not a folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};

export const whatFailed = (error: unknown): string => {
  if (error instanceof RangeError) return 'nests too deep to be read';
  const code = codeOf(error) ?? '';
  return WHY[code] ?? messageOf(error);
};

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
