import type { Principal } from '../../model/call.ts';
import type { Frame } from '../../model/protocol/frame.ts';
import type { Front } from '../front.ts';
import type { Proof } from '../identity.ts';
import { CALLS } from '../reception.ts';

/** The scopes without which nobody gets in; undefined where this token has one that counts. */
export function scopesToEnter(front: Front, proof: Proof): readonly string[] | undefined {
  if (proof.subject?.purposes === undefined) return undefined;
  if (hasPurpose(front.identify(proof, undefined))) return undefined;
  return scopesThat(front, proof, hasPurpose);
}

const hasPurpose = ({ purposes }: Principal): boolean => purposes !== undefined && purposes.length > 0;

/**
 * The scopes that would grant a call which this token's do not. Undefined where none would help, or none is missing. Only
 * says what to ask for: whether the call may run is for the policy, which does not hear of this.
 */
export function scopesForCall(front: Front, proof: Proof, frame: Frame): readonly string[] | undefined {
  if (proof.subject?.purposes === undefined || frame.method === undefined || !CALLS.includes(frame.method))
    return undefined;
  const target = front.gate.find(frame.method, frame.params)?.target;
  // A client's name can only take an agent away, and its narrowing with it: so what is refused without it is refused.
  if (target === undefined || front.gate.isGranted(front.identify(proof, undefined), target)) return undefined;
  const scopes = scopesThat(front, proof, (principal) => front.gate.isGranted(principal, target));
  return scopes.length === 0 ? undefined : scopes;
}

/** The scopes of the token's issuer any one of which would do. */
function scopesThat(front: Front, proof: Proof, does: (principal: Principal) => boolean): readonly string[] {
  const { subject } = proof;
  if (subject === undefined) return [];
  return Object.entries(subject.offers)
    .filter(([, purpose]) =>
      does(front.identify({ ...proof, subject: { ...subject, purposes: [purpose] } }, undefined)),
    )
    .map(([scope]) => scope);
}
