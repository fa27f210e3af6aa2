import type { Json } from '../model/json.ts';
import type { CallEntry, SayingEntry } from '../model/record.ts';
import { readSayings, type Saying, sayingsIn } from '../model/saying.ts';

/** What a server said in a session beside its results. */
export interface Heard extends Pick<SayingEntry, 'call' | 'upstream' | 'labels' | 'cut'> {
  readonly sayings: readonly Saying[];
}

/** What a record tells of that. `payload`: undefined where it was erased, or is not asked for. */
export const heardIn = (entry: SayingEntry, payload: string | undefined): Heard => ({
  ...entry,
  sayings: payload === undefined ? [] : readSayings(payload),
});

/** What a server asked, where that was put to somebody: a client may show it to its model as well as to a person. */
export function askedIn(entry: CallEntry, payload: string | undefined, value: Json | undefined): Heard | undefined {
  const { call, target, decision, labels = [] } = entry;
  if (decision.effect !== 'allow' || payload === undefined) return undefined;
  const sayings = sayingsIn(value ?? parse(payload), 'question', '');
  return sayings.length === 0 ? undefined : { call, upstream: target.upstream, labels, sayings };
}

function parse(payload: string): Json {
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return null;
  }
}
