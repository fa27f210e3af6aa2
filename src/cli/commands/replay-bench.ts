import type { ConfigurationText } from '../../app/replay/configuration-text.ts';
import type { RecordReplay } from '../../app/replay/records.ts';
import type { Governed } from '../../app/settings.ts';
import { makeToken, readTokenKey } from '../../journal/keys.ts';
import { openTrust } from '../../journal/state/trust.ts';
import type { Call } from '../../model/call.ts';
import type { JudgedEntry } from '../../model/record/judged.ts';
import { askerText, toolText } from '../printing/hold-text.ts';
import type { LogLine } from '../printing/log-line.ts';
import { asksForAll, type CallWish, callFilter } from '../record/call-filter.ts';
import { findState } from '../state.ts';

/** All that is needed to decide our own record again; may be sent to a thread. */
export interface RecordWish extends Pick<RecordReplay, 'since' | 'until' | 'session'> {
  readonly configuration: ConfigurationText;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The state directory, where one is named. */
  readonly state: string | undefined;
  readonly calls: CallWish;
  /** Gathers evidence anew; with `trust`, by inspectors that nobody has reviewed as well. */
  readonly regather: boolean;
  readonly trust: boolean;
}

export interface RecordBench {
  readonly replay: RecordReplay;
  close(): void;
}

/** Opens what decides our own record again, in whatever thread. */
export async function openRecordBench(
  wish: RecordWish,
  governed: Governed,
  tell: (line: string) => void,
): Promise<RecordBench> {
  const { calls, regather, since, until, session } = wish;
  const isAsked = callFilter(calls);
  const replay: RecordReplay = {
    decideBy: () => governed.policy.decide,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(session === undefined ? {} : { session }),
    // Where nothing is to be chosen by it, who asked for what need not be said of each.
    ...(asksForAll(calls) ? {} : { fits: (entry, call) => isAsked(askedOf(entry, call)) }),
  };
  if (!regather) return { replay, close: () => undefined };
  const { eyes, close } = await openEyes(wish, governed, tell);
  return { replay: { ...replay, ...eyes }, close };
}

interface Eyes {
  readonly eyes: Pick<RecordReplay, 'inspectors' | 'token'>;
  close(): void;
}

/** Everything that inspects calls now: built-in inspectors, and the user's own that somebody has reviewed. */
async function openEyes({ trust, state }: RecordWish, governed: Governed, tell: (line: string) => void): Promise<Eyes> {
  // Imported here: from recorded evidence nothing is inspected.
  const [{ mountInspectors }, { openWorkshop }] = await Promise.all([
    import('../../app/mounting.ts'),
    import('../../app/workshop.ts'),
  ]);
  const { root, trust: file, journal } = findState(state);
  const store = openTrust(file, tell);
  const workshop = openWorkshop({ isTrusted: (hash) => trust || store.isTrusted(hash), log: tell });
  const inspectors = mountInspectors({ ...governed, inspectors: await workshop.open(governed) }, root);
  const key = await readTokenKey(journal);
  const token = key === undefined ? {} : { token: (secret: string) => makeToken(key, '', secret) };
  return { eyes: { inspectors, ...token }, close: () => workshop.keep([]) };
}

/** What calls are chosen by; a result is chosen by the call that it answers. */
function askedOf(entry: JudgedEntry, call: Call | undefined): Partial<LogLine> {
  const { decision, target } = entry;
  const asked = entry.kind === 'result' ? call : entry;
  const about = { effect: decision.effect, server: target.upstream };
  if (asked === undefined) return { ...about, tool: `${target.upstream}.${target.name}` };
  const { agent } = asked.principal;
  return {
    ...about,
    tool: toolText(asked),
    who: askerText(asked.principal),
    ...(agent === undefined ? {} : { agent }),
  };
}
