import { jsonOf } from '../model/json/parse.ts';
import type { Json } from '../model/json.ts';
import type { CallEntry } from '../model/record/judged.ts';
import type { SayingEntry } from '../model/record/said.ts';
import { readSayings, type Saying, sayingsIn } from '../model/saying.ts';

/** What a server said in a session beside its results. */
export interface Heard extends Pick<SayingEntry, 'call' | 'upstream' | 'labels' | 'cut'> {
  readonly sayings: readonly Saying[];
  /** Set where what it said can no longer be read: it may have named anything. */
  readonly isLost?: true;
}

/** What a record tells of that. `payload`: undefined where it was erased, or is not asked for. */
export const heardIn = (entry: SayingEntry, payload: string | undefined): Heard => ({
  ...entry,
  ...(payload === undefined ? LOST : { sayings: readSayings(payload) }),
});
const LOST = { sayings: [], isLost: true } as const;

/**
 * What a server asked, where that was put to somebody: a client may show it to its model as well as to a person. That it said
 * something counts even where its words can no longer be read: a replay must know as much (law 9).
 */
export function askedIn(entry: CallEntry, payload: string | undefined, value: Json | undefined): Heard | undefined {
  const { call, target, decision, labels = [] } = entry;
  if (decision.effect !== 'allow') return undefined;
  const params = value ?? (payload === undefined ? undefined : jsonOf(payload));
  const sayings = params === undefined ? [] : sayingsIn(params, 'question', '');
  if (sayings.length === 0 && labels.length === 0) return undefined;
  return { call, upstream: target.upstream, labels, ...(params === undefined ? LOST : { sayings }) };
}
