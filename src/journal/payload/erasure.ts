import { open } from 'node:fs/promises';
import type { Entry } from '../../model/record.ts';
import { ChainCursor } from '../chain/cursor.ts';
import type { Closer } from '../chain/dead-chain.ts';
import { listChains } from '../chain/segment.ts';
import { namedDigest, SALT_END, SALT_START, TEXT_START, TEXT_TAIL } from './payload.ts';
import type { PayloadLine, PayloadStore } from './store.ts';

const SPACE = 32;

/** What an erasure took away. */
export interface Erased {
  /** How many payloads were blanked: 0 if no call has that id. */
  readonly payloads: number;
  /** Holds of these calls: their files, beside the journal, hold what was shown to people. */
  readonly holds: readonly string[];
}

/**
 * Blanks the payloads of one call and leaves every chain intact. A call that was held and the one that was run after the
 * approval are the same to a person, so both are blanked, with their results. The erasure is recorded first, so that no
 * blank is without its record. Undefined, with nothing touched, if it could not be recorded. Rejects if the disk refuses;
 * then it can be repeated.
 */
export async function erase(
  dir: string,
  callId: string,
  by: string,
  journal: Pick<Closer, 'write'>,
): Promise<Erased | undefined> {
  const { calls, holds } = await relativesOf(dir, callId);
  const found = await payloadsOf(dir, calls);
  if (found.length === 0) return { payloads: 0, holds };
  const digests = found.map(({ digest }) => digest);
  if (!(await journal.write({ kind: 'erase', call: callId, digests, by }))) return undefined;
  for (const { store, place } of found) await blank(store.path, place);
  return { payloads: found.length, holds };
}

/** The call, every hold that it waited under or was approved by, and every call that shares one of those. */
async function relativesOf(dir: string, callId: string): Promise<{ calls: ReadonlySet<string>; holds: string[] }> {
  const links: { readonly call: string; readonly hold: string }[] = [];
  for await (const { entry } of records(dir)) {
    if (entry.kind === 'hold') links.push({ call: entry.call, hold: entry.hold.id });
    else if (entry.kind === 'call' && entry.decision.approval !== undefined) {
      links.push({ call: entry.call, hold: entry.decision.approval });
    }
  }
  const holds = new Set(links.filter(({ call }) => call === callId).map(({ hold }) => hold));
  const calls = new Set([callId, ...links.filter(({ hold }) => holds.has(hold)).map(({ call }) => call)]);
  return { calls, holds: [...holds] };
}

interface FoundPayload {
  readonly digest: string;
  readonly store: PayloadStore;
  readonly place: PayloadLine;
}

async function payloadsOf(dir: string, calls: ReadonlySet<string>): Promise<FoundPayload[]> {
  const found: FoundPayload[] = [];
  for await (const { entry, store } of records(dir)) {
    const digest = namedDigest(entry);
    if (digest === undefined || !('call' in entry) || !calls.has(entry.call)) continue;
    const place = await store.place(digest);
    if (place !== undefined) found.push({ digest, store, place });
  }
  return found;
}

async function* records(dir: string): AsyncGenerator<{ entry: Entry; store: PayloadStore }, void, undefined> {
  for (const writer of (await listChains(dir)).keys()) {
    const cursor = new ChainCursor(dir, writer);
    for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
      yield { entry: next.record.entry, store: next.store };
    }
  }
}

/** Blanks salt and text in place, keeping the length. With its salt, a short text could be guessed from its digest. */
async function blank(path: string, { at, length }: PayloadLine): Promise<void> {
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
