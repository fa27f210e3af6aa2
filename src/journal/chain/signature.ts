import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalText } from '../../model/json/canonical.ts';
import type { JsonObject } from '../../model/json.ts';

/** Ed25519 over canonical JSON, and the public key (SPKI) that it is checked with; both in base64url. */
export interface Signature {
  readonly signature: string;
  readonly key: string;
}

export function signWith(key: KeyObject, said: JsonObject): Signature {
  return { signature: sign(null, bytesOf(said), key).toString('base64url'), key: publicText(key) };
}

/** Whether something is as its signer signed it. Says nothing about whose key that is. */
export function isSignedBy(said: JsonObject, { signature, key }: Signature): boolean {
  try {
    const signer = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, bytesOf(said), signer, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** The public part of a private key. */
export const publicText = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url');

const bytesOf = (said: JsonObject): Buffer => Buffer.from(canonicalText(JSON.stringify(said)), 'utf8');
