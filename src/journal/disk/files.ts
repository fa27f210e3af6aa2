import { constants, fdatasync, fstatSync, write } from 'node:fs';
import { mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Called when a write or sync has ended, with the error if it failed. */
export type Done = (error?: NodeJS.ErrnoException) => void;

/** A file that is appended to. Callbacks, not promises: these run for every group of calls. */
export interface OpenFile {
  /** Writes all bytes at a position; on a file opened durable, `done` means that they are on disk. */
  write(bytes: Buffer, position: number, done: Done): void;
  /** False once its name was removed: nobody will ever read what is written then. */
  isLinked(): boolean;
  /** Cuts it to a size, durably. */
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The file system as a chain needs it. Tests use one that fails, and one that forgets what was not synced. */
export interface Files {
  /** Makes a new file (0600) whose name is durable when the promise resolves. */
  create(path: string, options: { readonly durable: boolean }): Promise<OpenFile>;
  remove(path: string): Promise<void>;
}

// Durable writes save a system call. Not on macOS, where only a full sync reaches the disk.
const DURABLE = process.platform === 'linux' ? constants.O_DSYNC : 0;
const NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;

/** The real file system. */
export const diskFiles: Files = {
  async create(path, { durable }) {
    const handle = await open(path, NEW | (durable ? DURABLE : 0), 0o600);
    try {
      await syncFolder(dirname(path));
    } catch (error) {
      await handle.close();
      throw error;
    }
    const { fd } = handle;
    const syncs = durable && DURABLE === 0;
    return {
      write: (bytes, position, done) =>
        writeAll(fd, bytes, position, syncs ? (error) => (error ? done(error) : sync(fd, done)) : done),
      isLinked: () => isLinked(fd),
      async truncate(size) {
        await handle.truncate(size);
        await handle.sync();
      },
      close: () => handle.close(),
    };
  },
  remove: unlink,
};

function isLinked(fd: number): boolean {
  try {
    return fstatSync(fd).nlink > 0;
  } catch {
    return false;
  }
}

const sync = (fd: number, done: Done): void => fdatasync(fd, (error) => (error ? done(error) : done()));

/** The kernel may write less than it was given, above all when the disk is nearly full. */
function writeAll(fd: number, bytes: Buffer, position: number, done: Done): void {
  write(fd, bytes, 0, bytes.length, position, (error, taken) => {
    if (error) return done(error);
    if (taken === bytes.length) return done();
    writeAll(fd, bytes.subarray(taken), position + taken, done);
  });
}

/** Makes new names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder for its owner only, and its parents. */
export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}
