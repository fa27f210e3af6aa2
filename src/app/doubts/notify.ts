import { statSync } from 'node:fs';
import path from 'node:path';
import type { Loaded } from '../../config/load.ts';
import type { Complaint } from '../../model/complaint.ts';
import { launchesOf, NOTIFY } from '../trust-desk.ts';

/** Why the command that tells of held calls would tell nobody. `isTrusted` undefined: that cannot be known. */
export function notifyDoubts(
  loaded: Pick<Loaded, 'config' | 'folder' | 'locate'>,
  env: Readonly<Record<string, string | undefined>>,
  isTrusted: ((hash: string) => boolean) | undefined,
): Complaint[] {
  const [command] = loaded.config.approvals.notify ?? [];
  if (command === undefined) return [];
  const at = ['approvals', 'notify'];
  const say = (what: string, instead: string): Complaint => ({ path: at, what, instead, place: loaded.locate(at) });
  const hash = launchesOf(loaded).find(({ name }) => name === NOTIFY)?.hash ?? '';
  return [
    ...(isThere(command, loaded.folder, env.PATH ?? '')
      ? []
      : [say(`${command} cannot be found, so nobody would be told`, 'Install it, or write its whole path.')]),
    ...(isTrusted === undefined || isTrusted(hash)
      ? []
      : [say('nobody has said that this may run', `Look at it: sallyport trust ${NOTIFY}`)]),
  ];
}

function isThere(command: string, folder: string, paths: string): boolean {
  // What is found there by which ending is for the system to say.
  if (process.platform === 'win32') return true;
  const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  if (command.includes('/')) return isFile(path.resolve(folder, command));
  return paths.split(path.delimiter).some((each) => isFile(path.join(each, command)));
}
