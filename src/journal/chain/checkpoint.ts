import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../model/json.ts';
import { readSigningKey, signingKey } from '../keys.ts';
import type { Head } from './group.ts';
import { type TellLater, unlessLater } from './later.ts';
import { headText } from './marker.ts';
import { listChains, segmentFile } from './segment.ts';
import { isSignedBy, publicText, type Signature, signWith } from './signature.ts';
import { lastRecord } from './tail.ts';

/** The signed heads of all chains at one time. As an entry it ties the chains together; kept elsewhere it is proof. */
export interface Checkpoint extends Signature {
  readonly kind: 'checkpoint';
  /** `seq:hash` of the last record, by writer; what is signed. */
  readonly heads: { readonly [writer: string]: string };
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

/** Signs the heads of all chains that can be read. `later` hears of each that cannot. */
export async function checkpoint(dir: string, later?: TellLater): Promise<Checkpoint> {
  const heads: { [writer: string]: string } = {};
  for (const [writer, numbers] of await listChains(dir)) {
    const n = numbers.at(-1) ?? 0;
    await settleFile(join(dir, segmentFile({ writer, n })));
    const head = await unlessLater(writer, () => readHead(dir, writer, n), later);
    if (head !== undefined) heads[writer] = headText(head);
  }
  return { kind: 'checkpoint', heads, ...signWith(await signingKey(dir), heads) };
}

/** The public key of this journal's checkpoints (SPKI, base64url); undefined where there is none beside this journal. */
export async function checkpointKey(dir: string): Promise<string | undefined> {
  const key = await readSigningKey(dir);
  return key && publicText(key);
}

/** Whether a checkpoint is as its signer signed it. Says nothing about whose key that is. */
export const isSigned = (checkpoint: Checkpoint): boolean => isSignedBy(checkpoint.heads, checkpoint);

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
