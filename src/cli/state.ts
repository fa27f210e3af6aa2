import { existsSync, statSync } from 'node:fs';
import os from 'node:os';
import { openStateDir, type StateDir, stateParts, stateRoot } from '../journal/state/state-dir.ts';

/** The state directory, created if missing. */
export const openState = (root: string | undefined): StateDir => openStateDir(root ?? stateRoot());

/** The paths in the state directory; nothing is created or examined. */
export const findState = (root: string | undefined): StateDir => stateParts(root ?? stateRoot());

/** Why a state directory has nothing to read: there never was one, for instance because its name is mistyped. */
export const whyNoRecord = ({ root, journal }: StateDir): string | undefined =>
  existsSync(journal)
    ? undefined
    : isFile(root)
      ? `${root} is a file, and no state directory; name a folder with --state or SALLYPORT_STATE`
      : `there is no record in ${root}: nothing went through Sallyport with this state directory yet; name another with --state or SALLYPORT_STATE`;

const isFile = (root: string): boolean => statSync(root, { throwIfNoEntry: false })?.isFile() === true;

/** The state directory for commands that only read, which leave a copy of a record as it is. Throws if there is none. */
export function readState(root: string | undefined): StateDir {
  const state = findState(root);
  const nothing = whyNoRecord(state);
  if (nothing !== undefined) throw new Error(nothing);
  return state;
}

/** The state directory for commands that change what exists: never created. Throws if there is none. */
export const changeState = (root: string | undefined): StateDir => openState(readState(root).root);

/** Whether somebody said which state directory is meant: then one that is not there is more likely mistyped than new. */
export const isStateNamed = (root: string | undefined): boolean =>
  root !== undefined || (process.env.SALLYPORT_STATE ?? '') !== '';

/**
 * As `readState`, for commands that make sense before the first call: the default one may be missing, a named one must exist.
 */
export function stateIfAny(root: string | undefined): StateDir {
  const state = findState(root);
  return isStateNamed(root) || existsSync(state.journal) ? readState(root) : state;
}

/** To whom the actions of a command are attributed. */
export function loginName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
