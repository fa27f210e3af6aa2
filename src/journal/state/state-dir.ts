import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOf } from '../../model/caught.ts';

/** The parts of the directory that all processes of one user share. Folders exist; files may not. */
export interface StateDir {
  readonly root: string;
  readonly journal: string;
  readonly approvals: string;
  readonly sessions: string;
  readonly clients: string;
  readonly frozen: string;
  /** What users asked for, as the hooks of hosts left it. */
  readonly tasks: string;
  readonly keys: string;
  /** Hashes of the tokens that `sallyport token add` made. */
  readonly tokens: string;
  readonly credentials: string;
  /** What `sallyport adopt` changed, the files as they were, and secrets. Made when first needed. */
  readonly adoptions: string;
  /** Who is writing a file that all share. Made when first needed. */
  readonly locks: string;
  /** A file. */
  readonly trust: string;
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

/** Where the state directory is: SALLYPORT_STATE, else the platform's place for state of one user. Absolute. */
export function stateRoot(around: Partial<Surroundings> = {}): string {
  const { platform = process.platform, env = process.env, home = os.homedir() } = around;
  if (env.SALLYPORT_STATE) return path.resolve(env.SALLYPORT_STATE);
  if (platform === 'win32') {
    return path.join(env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'sallyport');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'sallyport');
  // The XDG specification says that a relative path is invalid and to be ignored.
  const xdg = env.XDG_STATE_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'state'), 'sallyport');
}

/**
 * Makes the state directory and its folders, for this user only. Throws an `Error` that says what to do when somebody
 * else owns it or can write to it: whoever can write here can approve.
 */
export function openStateDir(root: string): StateDir {
  const dir = stateParts(root);
  try {
    makePrivate(dir.root);
    makeFolders(dir);
    // A folder that existed before may still not be usable.
    accessSync(dir.journal, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw inWords(error, root);
  }
  return dir;
}

function makeFolders(dir: StateDir): void {
  for (const folder of [
    dir.journal,
    dir.approvals,
    dir.sessions,
    dir.clients,
    dir.frozen,
    dir.tasks,
    dir.keys,
    dir.tokens,
    dir.credentials,
  ]) {
    makePrivate(folder);
  }
}

/** What the system said of the state directory, in words for a person. */
function inWords(error: unknown, root: string): unknown {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return error;
  const elsewhere = 'name another folder with --state or SALLYPORT_STATE';
  const { code, path: at } = error;
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return new Error(`the state directory ${root} cannot be made, because ${at} is a file; ${elsewhere}`);
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    // What could not be made is not there.
    if (!existsSync(String(at)))
      return new Error(
        `the state directory ${root} cannot be made: this user may not write into ${path.dirname(String(at))}; make that possible, or ${elsewhere}`,
      );
    return new Error(
      `the state directory ${root} cannot be used: this user may not read and write ${at}; make it readable and writable, or ${elsewhere}`,
    );
  }
  if (code === 'ENOENT')
    return new Error(
      `the state directory ${root} cannot be made: ${at} is on a file system that takes no folders; ${elsewhere}`,
    );
  if (code === 'ENOSPC')
    return new Error(`the disk of the state directory ${root} is full; make room, or ${elsewhere}`);
  return error;
}

/** The paths alone; touches nothing. */
export function stateParts(root: string): StateDir {
  return {
    root,
    journal: path.join(root, 'journal'),
    approvals: path.join(root, 'approvals'),
    sessions: path.join(root, 'sessions'),
    clients: path.join(root, 'clients'),
    frozen: path.join(root, 'frozen'),
    tasks: path.join(root, 'tasks'),
    keys: path.join(root, 'keys'),
    tokens: path.join(root, 'tokens'),
    credentials: path.join(root, 'credentials'),
    adoptions: path.join(root, 'adoptions'),
    locks: path.join(root, 'locks'),
    trust: path.join(root, 'trust.json'),
  };
}

/**
 * Makes a folder and those above it; false if it existed. Not by `recursive`, which never ends where a file system such
 * as /proc answers ENOENT to the making of a folder.
 */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (existsSync(folder)) {
      if (lstatSync(folder).isFile()) throw error;
      return false;
    }
    const above = path.dirname(folder);
    if (code === 'ENOTDIR' || (code === 'ENOENT' && !existsSync(above))) makeFolder(above);
    else throw error;
    return makeFolder(folder);
  }
}

function makePrivate(folder: string): void {
  // The umask applies to what mkdir makes. A folder that existed keeps its mode, which is checked below.
  if (makeFolder(folder) && process.platform !== 'win32') chmodSync(folder, 0o700);
  const found = lstatSync(folder);
  if (found.isSymbolicLink() || !found.isDirectory()) {
    throw new Error(`${folder} is not a folder of its own; move it away, or set SALLYPORT_STATE to another place`);
  }
  // Windows keeps %LOCALAPPDATA% to its user by access lists, which a mode does not show.
  if (process.platform === 'win32') return;
  if (process.getuid !== undefined && found.uid !== process.getuid()) {
    throw new Error(`${folder} belongs to another user; set SALLYPORT_STATE to a folder of your own`);
  }
  if ((found.mode & 0o022) !== 0) {
    const mode = (found.mode & 0o777).toString(8);
    throw new Error(
      `${folder} can be written by others (mode ${mode}), who could approve calls; run: chmod 700 '${folder}'`,
    );
  }
}
