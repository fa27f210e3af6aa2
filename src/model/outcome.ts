import type { Hold } from './approval.ts';
import type { Call, Continuation } from './call.ts';
import type { Decision } from './decision.ts';
import type { Settled } from './passage.ts';

/** How a call ended for its client. A refusal is not an error: it is an answer that says what, why and what instead. */
export type Outcome =
  /** `approval`: the hold to which a person's yes let it run. */
  | { readonly kind: 'answered'; readonly settled: Settled; readonly approval?: string }
  /** The upstream asks for input; the settled result holds its questions. */
  | { readonly kind: 'input_required'; readonly settled: Settled; readonly continues?: Continuation }
  | { readonly kind: 'held'; readonly call: Call; readonly decision: Decision; readonly hold: Hold }
  | { readonly kind: 'refused'; readonly call: Call; readonly decision: Decision };

export type Held = Extract<Outcome, { kind: 'held' }>;
