import { isOfCall, type Record } from '../../model/record.ts';

/** A record, and for the classification of a tool the call that it was written for, where that is known. */
export interface Told {
  readonly record: Record;
  readonly by?: Record;
}

/**
 * Says which tool a recorded classification belongs to. The record itself names none, since several tools may share one; but
 * it is written just before the first call that needs it, so the next record of its chain tells.
 */
export async function* nameTools(records: AsyncIterable<{ readonly record: Record }>): AsyncGenerator<Told> {
  const waiting = new Map<string, Record>();
  for await (const { record } of records) {
    const tool = waiting.get(record.writer);
    if (tool !== undefined) {
      waiting.delete(record.writer);
      yield isFor(tool, record) ? { record: tool, by: record } : { record: tool };
    }
    if (record.entry.kind === 'tool') waiting.set(record.writer, record);
    else yield { record };
  }
  for (const record of waiting.values()) yield { record };
}

/** Whether a classification was written for this record, the next of its chain. */
export const isFor = ({ entry: tool }: Record, { entry }: Record): boolean =>
  tool.kind === 'tool' && isOfCall(entry) && entry.facts === tool.facts;
