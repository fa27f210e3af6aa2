import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BANNER, type Declarations, declarationsOf } from '../catalog/typing/declarations.ts';
import { codeOf } from '../model/caught.ts';
import { openLockfile } from './locking/file.ts';
import { lockfileOf } from './locking/place.ts';

export interface TypingOptions {
  /** The folder of the configuration. */
  readonly folder: string;
  /** The lockfile; by default the one beside the configuration. */
  readonly lockfile?: string | undefined;
  /** Where the types go; by default beside the configuration. */
  readonly out?: string | undefined;
  /** Only checks whether the file is as it would be written. */
  readonly check: boolean;
  /** What makes a printed command be about this configuration. */
  readonly about?: string;
  readonly heard?: (count: number, all: number) => void;
}

export interface Typed extends Declarations {
  readonly file: string;
  /** Whether the file was already as it is now. */
  readonly isSame: boolean;
}

const TYPES_FILE = 'sallyport.d.ts';

/** Writes the types of all locked tools. Throws, with what to do, where there is no lockfile or the file is somebody's own. */
export async function writeTypes({ folder, lockfile, out, check, heard, about = '' }: TypingOptions): Promise<Typed> {
  const file = path.resolve(out ?? path.join(folder, TYPES_FILE));
  const locked = await openLockfile(path.resolve(lockfile ?? lockfileOf(folder)));
  if (locked.text === undefined) {
    throw new Error(
      `${locked.path}: there is no lockfile; write it with \`sallyport lock${about}\`, or name another (--lockfile)`,
    );
  }
  const before = await textOf(file);
  if (before !== undefined && before !== '' && !before.startsWith(BANNER)) {
    throw new Error(`${file} was not written by \`sallyport types\`, and is left as it is; name another with --out`);
  }
  const declarations = await declarationsOf(locked.lockfile, heard);
  const isSame = before === declarations.text;
  if (!isSame && !check) await writeFile(file, declarations.text);
  return { ...declarations, file, isSame };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    // A device never ends, and a pipe waits for whoever writes to it.
    if (!(await stat(file)).isFile()) throw new Error(`${file} is not a regular file; name another with --out`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
