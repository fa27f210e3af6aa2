import { findCall, readRecords, type StoredRecord } from '../../journal/reading.ts';
import type { RecordedCall } from '../../model/record/judged.ts';
import { isOfCall, type ToolEntry } from '../../model/record.ts';

/** Everything the record holds about one call. */
export interface FoundCall {
  readonly id: string;
  readonly records: readonly StoredRecord[];
  /** The latest judgement: admitted, refused or held. */
  readonly judged:
    | { readonly entry: RecordedCall & { readonly kind: 'call' | 'hold' }; readonly stored: StoredRecord }
    | undefined;
}

/**
 * The call named by its id, a prefix of it, or the id of its hold. Throws, with a message for people, unless exactly
 * one fits.
 */
export async function findOneCall(dir: string, typed: string): Promise<FoundCall> {
  const wanted = typed.trim().toLowerCase();
  let records = wanted === '' ? [] : await findCall(dir, wanted);
  if (records.length === 0) {
    const held = await callOfHold(dir, wanted);
    if (held !== undefined) records = await findCall(dir, held);
  }
  const ids = new Set(records.map(({ record }) => ('call' in record.entry ? record.entry.call : '')));
  const [id] = ids;
  if (id === undefined) throw new Error(`no call has the id ${typed}; \`sallyport log\` shows the ids of calls`);
  if (ids.size > 1) {
    const some = [...ids].slice(0, 5).join(', ');
    throw new Error(
      `${typed} begins the ids of ${ids.size} calls (${some}${ids.size > 5 ? ', …' : ''}); type more of it`,
    );
  }
  let judged: FoundCall['judged'];
  for (const stored of records) {
    const { entry } = stored.record;
    if (isOfCall(entry)) judged = { entry, stored };
  }
  return { id, records, judged };
}

async function callOfHold(dir: string, hold: string): Promise<string | undefined> {
  if (hold === '') return undefined;
  for await (const { record } of readRecords(dir, { kinds: ['hold'] })) {
    if (record.entry.kind === 'hold' && record.entry.hold.id === hold) return record.entry.call;
  }
  return undefined;
}

/** The classification that a call refers to, from the same chain. */
export async function toolOf(
  dir: string,
  { entry, stored }: NonNullable<FoundCall['judged']>,
): Promise<ToolEntry | undefined> {
  const { writer } = stored.record;
  for await (const { record } of readRecords(dir, { kinds: ['tool'], writer })) {
    if (record.entry.kind === 'tool' && record.entry.facts === entry.facts) return record.entry;
  }
  return undefined;
}
