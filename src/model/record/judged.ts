import type { Hold } from '../approval.ts';
import { type Origin, OURSELVES, type Principal, type Session, type Target } from '../call.ts';
import type { Decision, NoticeFacts } from '../decision.ts';
import type { Evidence } from '../evidence.ts';
import { QUESTION_METHODS } from '../relay.ts';
import type { FailureReason } from '../result.ts';
import type { Label, Power } from '../tool.ts';
import type { PayloadRef } from './payload.ts';

/** A call, with what was known of it and what was concluded: enough to decide it again (law 9). */
export interface RecordedCall {
  readonly call: string;
  readonly session: Session;
  readonly principal: Principal;
  readonly origin: Origin;
  readonly method: string;
  readonly target: Target;
  /** Names the `tool` entry of the target. */
  readonly facts: string;
  readonly digest: string;
  readonly evidence: Evidence;
  readonly decision: Decision;
  /** The time the decision was made for. */
  readonly asOf: number;
  /** The params' text, secrets masked. */
  readonly payload: PayloadRef;
}

/** One call, as decided: admitted, or refused. */
export interface CallEntry extends RecordedCall {
  readonly kind: 'call';
  /** Of what a server asks: the labels of what it says. Absent where there are none, and where nothing could be taken from it. */
  readonly labels?: readonly Label[];
  /** Of what a server said beside its results, and was refused: what rules saw of it. */
  readonly notice?: NoticeFacts;
}

/** One call that waits for a person. */
export interface HoldEntry extends RecordedCall {
  readonly kind: 'hold';
  /** Without what was shown: that is the payload. */
  readonly hold: Hold;
}

/** What became of a call. */
export interface ResultEntry {
  readonly kind: 'result';
  readonly call: string;
  readonly session: string;
  readonly target: Target;
  readonly powers: readonly Power[];
  /** Present where the call was an upstream's question: its answer went to the upstream, not to the agent. */
  readonly origin?: 'upstream';
  readonly outcome: 'complete' | 'input_required' | 'error' | FailureReason;
  readonly failed: boolean;
  /** UTF-16 units of its JSON text. */
  readonly size: number;
  readonly evidence: Evidence;
  readonly decision: Decision;
  readonly asOf: number;
  readonly payload: PayloadRef;
}

/** What says how something was judged, and from which evidence. */
export type JudgedEntry = CallEntry | HoldEntry | ResultEntry;

/**
 * Whether an agent made this call by itself. A server's questions, the answers to them, and stand-ins for a server's text
 * are recorded like calls and are not the agent's.
 */
export const isOfAgent = ({
  origin,
  method,
  principal,
}: Pick<RecordedCall, 'origin' | 'method' | 'principal'>): boolean =>
  origin === 'downstream' && !QUESTION_METHODS.has(method) && principal.id !== OURSELVES;
