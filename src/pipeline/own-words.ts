import type { Session } from '../model/call.ts';
import { gatherOnCall } from './gather.ts';
import type { Interposer } from './interpose.ts';
import { maskCall } from './mask.ts';
import { standIn } from './notice.ts';

/**
 * What a user said, or a server beside its results, as it may be recorded: secrets replaced by tokens. Undefined where an
 * inspector failed: nobody knows then which secrets are in it, so it is not recorded and counts for nothing.
 */
export async function maskOwnWords(
  text: string,
  session: Session,
  interposer: Interposer,
): Promise<string | undefined> {
  const params = { task: text };
  const about = standIn('session/task', '', session, interposer.now());
  const call = Object.freeze({ ...about, params, text: JSON.stringify(params) });
  const { inspectors, limit, journal } = interposer;
  const evidence = await gatherOnCall(inspectors, call, interposer.view(call), limit);
  if (evidence.faults.length > 0) return undefined;
  const { task } = maskCall(call, evidence, journal.token).params;
  return typeof task === 'string' ? task : undefined;
}
