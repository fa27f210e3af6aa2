import type { Machine } from '../../discover/client.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { discoverHere } from '../discovering.ts';
import { keepSnapshot, readSnapshot } from './snapshot.ts';

/**
 * Looks into clients' files again after we have changed them, where somebody had looked before: what was seen then would
 * go on saying that servers go past Sallyport.
 */
export async function discoverAgain(state: StateDir, at: number, machine?: Machine): Promise<void> {
  // What cannot be read says nothing that could be out of date.
  if ((await readSnapshot(state).catch(() => undefined)) === undefined) return;
  const here = machine === undefined ? {} : { machine };
  await keepSnapshot(state, await discoverHere({ sources: ['clients'], ...here }), at);
}
