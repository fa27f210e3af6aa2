import { createPublicKey, sign, verify } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalText } from '../../model/json/canonical.ts';
import { isObject } from '../../model/json.ts';
import { readSigningKey, signingKey } from '../keys.ts';
import type { Head } from './group.ts';
import { headText } from './marker.ts';
import { listChains, segmentFile } from './segment.ts';
import { lastRecord } from './tail.ts';

/** The signed heads of all chains at one time. As an entry it ties the chains together; kept elsewhere it is proof. */
export interface Checkpoint {
  readonly kind: 'checkpoint';
  /** `seq:hash` of the last record, by writer. */
  readonly heads: { readonly [writer: string]: string };
  /** Ed25519 over the heads' canonical JSON, in base64url. */
  readonly signature: string;
  /** The public key (SPKI, base64url). */
  readonly key: string;
}

/** A value from elsewhere as a checkpoint; undefined where it is none. Its signature is not checked here. */
export function asCheckpoint(value: unknown): Checkpoint | undefined {
  if (!isObject(value) || value.kind !== 'checkpoint' || !isObject(value.heads)) return undefined;
  const { signature, key } = value;
  if (typeof signature !== 'string' || typeof key !== 'string') return undefined;
  const heads: { [writer: string]: string } = {};
  for (const [writer, head] of Object.entries(value.heads)) {
    if (typeof head !== 'string') return undefined;
    heads[writer] = head;
  }
  return { kind: 'checkpoint', heads, signature, key };
}

/** Signs the heads of all chains. `since` leaves out chains that have not grown since an earlier checkpoint. */
export async function checkpoint(dir: string, since: Checkpoint['heads'] = {}): Promise<Checkpoint> {
  const heads: { [writer: string]: string } = {};
  for (const [writer, numbers] of await listChains(dir)) {
    const n = numbers.at(-1) ?? 0;
    await settleFile(join(dir, segmentFile({ writer, n })));
    const head = await readHead(dir, writer, n);
    if (head === undefined) continue;
    const text = headText(head);
    if (since[writer] !== text) heads[writer] = text;
  }
  const key = await signingKey(dir);
  const signature = sign(null, signedBytes(heads), key).toString('base64url');
  return { kind: 'checkpoint', heads, signature, key: publicText(createPublicKey(key)) };
}

/** The public key of this journal's checkpoints (SPKI, base64url); undefined where there is none beside this journal. */
export async function checkpointKey(dir: string): Promise<string | undefined> {
  const key = await readSigningKey(dir);
  return key && publicText(createPublicKey(key));
}

/** Whether a checkpoint is as its signer signed it. Says nothing about whose key that is. */
export function isSigned({ heads, signature, key }: Checkpoint): boolean {
  try {
    const signer = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, signedBytes(heads), signer, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

const publicText = (key: ReturnType<typeof createPublicKey>): string =>
  key.export({ type: 'spki', format: 'der' }).toString('base64url');

const signedBytes = (heads: Checkpoint['heads']): Buffer => Buffer.from(canonicalText(JSON.stringify(heads)), 'utf8');

/** Makes durable what another process has just written: a signed head must not get lost. */
async function settleFile(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r+');
    await handle.datasync().finally(() => handle.close());
  } catch {
    // Removed by retention in the meantime, or not ours to write: either way it does not grow.
  }
}

/** The last record of a chain's last segment, or of the one before while that has none yet. */
async function readHead(dir: string, writer: string, from: number): Promise<Head | undefined> {
  return (
    (await lastRecord(join(dir, segmentFile({ writer, n: from })))) ??
    (await lastRecord(join(dir, segmentFile({ writer, n: from - 1 }))))
  );
}
