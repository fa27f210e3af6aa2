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

/** Why a connection could not be opened, in a sentence for people. */
export class OpenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OpenError';
  }
}

/** Its process ended by itself before the handshake was done. */
export class ProcessDied extends OpenError {}

/** We gave up opening, or it waits for a person: that says nothing about the server. */
export class GivenUp extends OpenError {}

/** A person had not signed in when it was looked. */
export class SignInMissing extends GivenUp {}

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
