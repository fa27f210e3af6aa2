import { existsSync } from 'node:fs';
import os from 'node:os';
import { openStateDir, type StateDir, stateParts, stateRoot } from '../journal/state-dir.ts';

/** The state directory, made if it is not there. */
export const openState = (root: string | undefined): StateDir => openStateDir(root ?? stateRoot());

/** The state directory's names, for commands that only read. */
export const findState = (root: string | undefined): StateDir => stateParts(root ?? stateRoot());

/** Why there is nothing to read in a state directory: none was ever kept there, as where its name is mistyped. */
export const whyNoRecord = ({ root, journal }: StateDir): string | undefined =>
  existsSync(journal)
    ? undefined
    : `there is no record in ${root}; name the state directory with --state or SALLYPORT_STATE`;

/** To whom a command's doing is attributed. */
export function loginName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
