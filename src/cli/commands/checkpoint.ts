import { record } from '../../app/scribe.ts';
import { checkpoint as sign } from '../../journal/chain/checkpoint.ts';
import { LaterChains } from '../record/later-chains.ts';
import type { Screen } from '../screen.ts';
import { changeState } from '../state.ts';

/**
 * Signs the heads of all chains, records that, and prints it as one line, to be kept elsewhere as proof of the record. Exits 3
 * if some could not be read: it proves nothing of those.
 */
export async function checkpoint({ state: root }: { readonly state?: string }, screen: Screen): Promise<number> {
  const state = changeState(root);
  const later = new LaterChains();
  const signed = await sign(state.journal, later.hear);
  await record(state, [signed]);
  screen.out(JSON.stringify(signed));
  if (screen.isTerminal)
    screen.err(
      'Keep this line where the owner of this machine cannot change it; `sallyport verify --checkpoint FILE` reads it.',
    );
  return later.tell(screen);
}
