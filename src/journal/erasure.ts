import { open } from 'node:fs/promises';
import { ChainCursor } from './chain-cursor.ts';
import type { Closer } from './dead-chain.ts';
import { namedDigest, SALT_END, SALT_START, TEXT_START, TEXT_TAIL } from './payload.ts';
import type { PayloadStore, Place } from './payload-store.ts';
import { listChains } from './segment.ts';

const SPACE = 32;

/**
 * Blanks the payloads of one call, its result's included, and leaves every chain whole. The erasure is recorded first, so
 * that a blank is never without its record. Returns how many were blanked: 0 if no call has that id; undefined, with
 * nothing touched, if it could not be recorded. Rejects if the disk refuses; what is left then can be erased again.
 */
export async function erase(
  dir: string,
  callId: string,
  by: string,
  journal: Pick<Closer, 'write'>,
): Promise<number | undefined> {
  const found = await payloadsOf(dir, callId);
  if (found.length === 0) return 0;
  const digests = found.map(({ digest }) => digest);
  if (!(await journal.write({ kind: 'erase', call: callId, digests, by }))) return undefined;
  for (const { store, place } of found) await blank(store.path, place);
  return found.length;
}

interface FoundPayload {
  readonly digest: string;
  readonly store: PayloadStore;
  readonly place: Place;
}

async function payloadsOf(dir: string, callId: string): Promise<FoundPayload[]> {
  const found: FoundPayload[] = [];
  for (const writer of (await listChains(dir)).keys()) {
    const cursor = new ChainCursor(dir, writer);
    for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
      const { entry } = next.record;
      const digest = namedDigest(entry);
      if (digest === undefined || !('call' in entry) || entry.call !== callId) continue;
      const place = await next.store.place(digest);
      if (place !== undefined) found.push({ digest, store: next.store, place });
    }
  }
  return found;
}

/** Salt and text, in place and in the same length: with the salt left, a short text could be guessed from its digest. */
async function blank(path: string, { at, length }: Place): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.write(Buffer.alloc(SALT_END - SALT_START, SPACE), 0, SALT_END - SALT_START, at + SALT_START);
    const text = length - TEXT_START - TEXT_TAIL;
    if (text > 0) await handle.write(Buffer.alloc(text, SPACE), 0, text, at + TEXT_START);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
