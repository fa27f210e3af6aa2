import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Loaded } from '../../config/load.ts';
import type { Complaint } from '../../model/complaint.ts';
import { launchesOf, NOTIFY } from '../trust-desk.ts';

type Doubt = Pick<Complaint, 'what' | 'instead'>;

/** Why the command that tells of held calls would tell nobody. `isTrusted` undefined: that cannot be known. */
export function notifyDoubts(
  loaded: Pick<Loaded, 'config' | 'folder' | 'locate'>,
  env: Readonly<Record<string, string | undefined>>,
  isTrusted: ((hash: string) => boolean) | undefined,
): Complaint[] {
  const { folder, locate } = loaded;
  const [command] = loaded.config.approvals.notify ?? [];
  if (command === undefined) return [];
  const at = ['approvals', 'notify'];
  const say = ({ what, instead }: Doubt): Complaint => ({ path: at, what, instead, place: locate(at) });
  const hash = launchesOf(loaded).find(({ name }) => name === NOTIFY)?.hash ?? '';
  return [
    ...startDoubts(command, filesOf(command, folder, env.PATH ?? '')).map(say),
    ...(isTrusted === undefined || isTrusted(hash)
      ? []
      : [say({ what: 'nobody has said that this may run', instead: `Look at it: sallyport trust ${NOTIFY}` })]),
  ];
}

/** Where a command may lie. */
const filesOf = (command: string, folder: string, paths: string): string[] =>
  command.includes('/')
    ? [path.resolve(folder, command)]
    : paths.split(path.delimiter).map((each) => path.join(each, command));

function startDoubts(command: string, files: readonly string[]): Doubt[] {
  // What is found there by which ending, and whether it runs, is for the system to say.
  if (process.platform === 'win32') return [];
  const found = files.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  const nobody = 'so nobody would be told';
  if (found.length === 0)
    return [{ what: `${command} cannot be found, ${nobody}`, instead: 'Install it, or write its whole path.' }];
  if (found.some(mayRun)) return [];
  return [{ what: `${command} is not executable, ${nobody}`, instead: `Make it so: chmod +x ${found[0]}` }];
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
