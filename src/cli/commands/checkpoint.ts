import { record } from '../../app/scribe.ts';
import { checkpoint as sign } from '../../journal/chain/checkpoint.ts';
import type { Screen } from '../screen.ts';
import { changeState } from '../state.ts';

/**
 * Signs the heads of all chains, records that, and prints it as one line, to be kept elsewhere as proof of the record.
 */
export async function checkpoint({ state: root }: { readonly state?: string }, screen: Screen): Promise<number> {
  const state = changeState(root);
  const signed = await sign(state.journal);
  await record(state, [signed]);
  screen.out(JSON.stringify(signed));
  if (screen.isTerminal)
    screen.err(
      'Keep this line where the owner of this machine cannot change it; `sallyport verify --checkpoint FILE` reads it.',
    );
  return 0;
}
