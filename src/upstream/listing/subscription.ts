import type { JsonObject } from '../../model/json.ts';
import { lists } from '../lane/pages.ts';
import type { Lane } from '../lane.ts';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** What a server may be asked to tell of, given what it offers, as the params of `subscriptions/listen`; undefined if nothing changes there. */
export function wishes(capabilities: JsonObject): string | undefined {
  const kinds = ['tools', 'prompts', 'resources'].filter((kind) => lists(capabilities, kind)?.listChanged === true);
  if (kinds.length === 0) return undefined;
  return `{"notifications":{${kinds.map((kind) => `"${kind}ListChanged":true`).join(',')}}}`;
}

/**
 * Keeps a modern server telling of changes: one long-lived request, made again whenever it ends, since whoever stands
 * between may end it for its silence. `acknowledged` is called each time that the server agrees: what changed before was
 * told to nobody. Resolves when the connection is over, or the server does not do that.
 */
export async function subscribe(
  lane: Lane,
  params: string,
  signal: AbortSignal,
  acknowledged: () => void,
): Promise<void> {
  let pause = FIRST_PAUSE;
  while (lane.usable && !signal.aborted) {
    const began = performance.now();
    const answer = await lane.listen(params, signal, acknowledged);
    // An error is an answer: it does not do that.
    if (answer.kind === 'error') return;
    await new Promise((resolve) => setTimeout(resolve, pause, undefined).unref());
    pause = performance.now() - began > 2 * pause ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
  }
}
