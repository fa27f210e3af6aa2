import { existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, posix, resolve, win32 } from 'node:path';
import { wholeLine } from '../../model/whole-line.ts';
import type { Variables } from '../environment.ts';
import { OpenError } from '../failure.ts';

/** What is to be run, as it is configured. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Variables;
  readonly cwd: string | undefined;
}

/** The arguments of `spawn`; never with a shell. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** Windows only: `args` are quoted already. */
  readonly verbatim: boolean;
}

/** How a configured command is started on this platform. On Windows, batch files (npx!) only run through cmd.exe. */
export function launchFor(
  program: Program,
  platform: NodeJS.Platform = process.platform,
  isFile: (path: string) => boolean = fileExists,
): Launch {
  const { command, args, env } = program;
  if (platform !== 'win32') return { file: command, args, verbatim: false };
  const found = findOnWindows(program, isFile) ?? command;
  if (!/\.(cmd|bat)$/i.test(found)) return { file: found, args, verbatim: false };
  const unsafe = args.find((arg) => /[\r\n\0]/.test(arg));
  if (unsafe !== undefined) {
    throw new OpenError(
      `an argument of ${command} holds a line break, which cannot be handed to a batch file on Windows`,
    );
  }
  const line = [escapeMeta(win32.normalize(found)), ...args.map(quoteForBatch)].join(' ');
  return { file: env.COMSPEC ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}

function fileExists(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** CreateProcess would append .exe only; npx is npx.cmd. */
function findOnWindows({ command, env, cwd }: Program, isFile: (path: string) => boolean): string | undefined {
  const endings = (env.PATHEXT ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((ending) => ending !== '');
  const names = /\.[A-Za-z0-9]+$/.test(command)
    ? [command, ...endings.map((e) => command + e)]
    : endings.map((e) => command + e);
  const isPath = /[\\/]/.test(command);
  const folders = isPath ? [cwd ?? ''] : (env.PATH ?? '').split(';').filter((folder) => folder !== '');
  for (const folder of folders) {
    for (const name of names) {
      const path = win32.isAbsolute(name) || folder === '' ? name : win32.join(folder, name);
      if (isFile(path)) return path;
    }
  }
  return undefined;
}

const META = /([()\][%!^"`<>&|;, *?])/g;
const escapeMeta = (text: string): string => text.replace(META, '^$1');

/** One argument through cmd.exe into a batch file that passes it on with `%*`: cmd reads it twice, so carets are doubled. */
function quoteForBatch(arg: string): string {
  const quoted = `"${arg.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`;
  return escapeMeta(escapeMeta(quoted));
}

const isPath = (word: string): boolean => isAbsolute(word) || word.includes(posix.sep) || word.includes(win32.sep);

/** Why a command could not be started, and what to do. */
export function spawnProblem(
  { command, cwd, env }: Pick<Program, 'command' | 'cwd' | 'env'>,
  error: NodeJS.ErrnoException,
): string {
  if (cwd !== undefined && !existsSync(cwd)) return `its folder does not exist: ${cwd}; correct \`cwd\``;
  if (error.code === 'EACCES') return `not allowed to run ${command}: is it executable?`;
  // Node quotes the value, which may be a secret.
  if (error.code === 'ERR_INVALID_ARG_VALUE')
    return `could not start ${command}: a reference in its \`args\` or \`env\` stands for a text with a NUL character, which no program can be given`;
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') return `could not start ${command}: ${error.message}`;
  const line = wholeLine(command, (file) => fileExists(resolve(cwd ?? '', file)));
  if (line !== undefined) return `command not found: ${line}`;
  if (isPath(command)) {
    return `command not found: ${command} does not exist`;
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '').length;
  return `command not found: ${command} is in none of the ${folders} folders of PATH; install it, or write its whole path in \`command\` (programs started from a desktop have a shorter PATH than a terminal)`;
}
