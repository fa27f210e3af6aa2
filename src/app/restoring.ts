import { existsSync } from 'node:fs';
import path from 'node:path';
import { applyRestore, planRestore, type RestoreChoice, type RestorePlan } from '../discover/adopt/restore.ts';
import type { StateDir } from '../journal/state/state-dir.ts';
import { lockfileOf } from './locking/place.ts';
import { record } from './scribe.ts';
import { forgetSecrets } from './secrets/secret-shelves.ts';

/** Works out what of an adoption would be put back; touches nothing. */
export async function planBack(state: StateDir, choice: RestoreChoice): Promise<RestorePlan> {
  const plan = await planRestore(state.adoptions, choice);
  const locks = plan.configs
    .filter(({ after }) => after === undefined)
    .map(({ file }) => lockfileOf(path.dirname(file)))
    .filter((file) => existsSync(file));
  const notes = locks.map((file) => `${file} stays, since adoption did not write it: remove it if you like`);
  return { ...plan, notes: [...plan.notes, ...notes] };
}

/** Puts that back, and records it. Returns the references to secrets that stay in the keychain. */
export async function restoreAll(plan: RestorePlan, state: StateDir): Promise<string[]> {
  const message = `restored ${plan.files.map(({ file }) => file).join(', ') || 'nothing: the files were as before'}`;
  await record(state, [{ kind: 'note', about: 'restore', message }]);
  await applyRestore(plan, state.adoptions);
  return forgetSecrets(plan.secrets, state.adoptions);
}
