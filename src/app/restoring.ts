import { applyRestore, planRestore, type RestoreChoice, type RestorePlan } from '../discover/adopt/restore.ts';
import type { StateDir } from '../journal/state-dir.ts';
import { record } from './scribe.ts';
import { forgetSecrets } from './secret-shelves.ts';

/** What adoption changed and would be put back; touches nothing. */
export const planBack = (state: StateDir, choice: RestoreChoice): Promise<RestorePlan> =>
  planRestore(state.adoptions, choice);

/** Puts it back, and records it. Returns the references to secrets that stay in the keychain. */
export async function restoreAll(plan: RestorePlan, state: StateDir): Promise<string[]> {
  const message = `restored ${plan.files.map(({ file }) => file).join(', ') || 'nothing: the files were as before'}`;
  await record(state, [{ kind: 'note', about: 'restore', message }]);
  await applyRestore(plan, state.adoptions);
  return forgetSecrets(plan.secrets, state.adoptions);
}
