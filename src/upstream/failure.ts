import { messageOf } from '../model/caught.ts';
import type { FailureReason, Result } from '../model/result.ts';

export type Failure = Extract<Result, { kind: 'failed' }>;

/** A result that no upstream gave. `acted` false promises that the upstream never saw the call. */
export const failure = (reason: FailureReason, message: string, acted: boolean | 'unknown' = 'unknown'): Failure => ({
  kind: 'failed',
  reason,
  message,
  acted,
});

/** Why a connection could not be opened, in a sentence for people. `died` says that the process ended by itself. */
export class OpenError extends Error {
  readonly died: boolean;
  constructor(message: string, died = false) {
    super(message);
    this.name = 'OpenError';
    this.died = died;
  }
}

/** We gave up opening, or it waits for a person: that says nothing about the server. */
export class GivenUp extends OpenError {}

/** A relay never rejects; what should not happen is a result that says so. */
export const broken = (error: unknown): Result =>
  failure(
    'unreachable',
    `Sallyport could not relay the call: ${messageOf(error)}. Whether the server acted is not known`,
  );

export const tooMany = (upstream: string, most: number): Result =>
  failure(
    'refused',
    `${most} calls to ${upstream} are in flight, which is the most (servers.${upstream}.inFlight): wait for one to end`,
    false,
  );

export const untrusted = (upstream: string): string =>
  `${upstream} was never run before, or its command has changed: it waits for \`sallyport trust ${upstream}\` in a terminal`;

/** Why a server could not be opened. `start` is how long it may take, in milliseconds. */
export function whyNotOpen(error: unknown, isLate: boolean, isStopped: boolean, start: number): string {
  if (isLate) return `it did not answer the handshake within ${start / 1_000} s; a longer \`start\` can be set`;
  return isStopped ? 'it was stopped' : messageOf(error);
}
