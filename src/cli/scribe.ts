import { existsSync } from 'node:fs';
import os from 'node:os';
import { openStateDir, type StateDir, stateParts, stateRoot } from '../journal/state-dir.ts';

/** The state directory, made if it is not there. */
export const openState = (root: string | undefined): StateDir => openStateDir(root ?? stateRoot());

/** The state directory's names; nothing is made or looked at. */
export const findState = (root: string | undefined): StateDir => stateParts(root ?? stateRoot());

/** Why there is nothing to read in a state directory: none was ever kept there, as where its name is mistyped. */
export const whyNoRecord = ({ root, journal }: StateDir): string | undefined =>
  existsSync(journal)
    ? undefined
    : `there is no record in ${root}: nothing went through Sallyport with this state directory yet; name another with --state or SALLYPORT_STATE`;

/** The state directory of commands that only read, or change what is there: never made. Throws where there is none. */
export function readState(root: string | undefined): StateDir {
  const nothing = whyNoRecord(findState(root));
  if (nothing !== undefined) throw new Error(nothing);
  return openState(root);
}

/** The same for what makes sense before the first call: the usual one need not be there yet, one that was named must. */
export function stateIfAny(root: string | undefined): StateDir {
  const state = findState(root);
  const isNamed = root !== undefined || (process.env.SALLYPORT_STATE ?? '') !== '';
  return isNamed || existsSync(state.journal) ? readState(root) : state;
}

/** To whom a command's doing is attributed. */
export function loginName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
