import os from 'node:os';
import { openStateDir, type StateDir, stateParts, stateRoot } from '../journal/state-dir.ts';

/** The state directory, made if it is not there. */
export const openState = (root: string | undefined): StateDir => openStateDir(root ?? stateRoot());

/** The state directory's names, for commands that only read. */
export const findState = (root: string | undefined): StateDir => stateParts(root ?? stateRoot());

/** To whom a command's doing is attributed. */
export function loginName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
