import type { Call } from '../model/call.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';
import type { Complete } from '../model/result.ts';
import { MOST_HEARD, type SaidIn, type Saying, sayingsIn, within } from '../model/saying.ts';
import type { Label } from '../model/tool.ts';
import type { Interposer } from './interpose.ts';
import { secretsIn } from './mask.ts';
import { maskResult } from './redact.ts';

/** Text that was sent, and what was seen in it. */
export interface SentText {
  readonly sent: Complete;
  readonly evidence: Evidence;
  /** The rules that took parts of it out. */
  readonly redacted?: readonly string[];
}

/** What could be recognised in a later call, of a text that may pass. Secrets are masked in it, and in the name of what it is about. */
export function sayingsOf(
  { sent, evidence }: SentText,
  said: SaidIn,
  nameIn: (seen: Json) => string,
  { journal }: Pick<Interposer, 'journal'>,
): readonly Saying[] {
  const isPlain = secretsIn(evidence).length === 0;
  const seen = isPlain ? sent.value : (JSON.parse(maskResult(sent, evidence, journal.token)) as Json);
  return sayingsIn(seen, said, nameIn(seen));
}

const SAID_IN: Readonly<Record<string, SaidIn>> = {
  'notifications/message': 'log',
  'notifications/progress': 'progress',
};

/** Where a notification says something; undefined where it only announces a change. */
export const saidIn = (method: string): SaidIn | undefined => SAID_IN[method];

/** Records what a server said in a session, before the client hears it: what is recorded is also learned. */
export function recordSaying(
  about: Call,
  method: string,
  passing: SentText,
  labels: readonly Label[],
  interposer: Interposer,
): void {
  const said = saidIn(method);
  if (said === undefined) return;
  const room = MOST_HEARD - interposer.view(about).memory.heard;
  if (room <= 0) return;
  // A resource is named by its address, which may hold a password.
  const of = about.method === 'tools/call' ? about.target.name : '';
  const sayings = sayingsOf(passing, said, () => of, interposer);
  if (sayings.length === 0) return;
  const kept = within(sayings, room);
  const { id: call, session, target } = about;
  const { redacted } = passing;
  const more = { ...(kept.length < sayings.length ? { cut: true as const } : {}), ...(redacted && { redacted }) };
  void interposer.journal.saying({ call, session: session.key, upstream: target.upstream, labels, ...more }, kept);
}
