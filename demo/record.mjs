// What the watcher is shown comes from Sallyport's own record, read by its own readers.
import { setTimeout as sleep } from 'node:timers/promises';
import { readRecords } from '../dist/journal/reading.js';

const PATIENCE = 3_000;

/**
 * Reads what the agent's calls leave in the record, one call after the other.
 * @param {string} journal the journal's folder
 */
export function openRecord(journal) {
  const seen = new Set();
  const payloads = new Map();

  const fresh = async () => {
    const entries = [];
    for await (const { record, payload } of readRecords(journal)) {
      const place = `${record.writer}/${record.seq}`;
      if (!seen.has(place)) entries.push({ place, entry: record.entry, payload });
    }
    return entries;
  };

  /** Looks until `find` sees in the new entries what it looks for. */
  const lookFor = async (find) => {
    for (const until = Date.now() + PATIENCE; ; await sleep(15)) {
      const entries = await fresh();
      const found = find(entries);
      if (found !== undefined) return { found, entries };
      if (Date.now() > until) throw new Error('the record does not show what became of this call');
    }
  };

  return {
    /** The call that waits for a person just now: its entry, and its arguments. */
    async held() {
      const { found } = await lookFor((entries) => entries.find(({ entry }) => entry.kind === 'hold'));
      return { ...found.entry, args: JSON.parse((await found.payload()) ?? '{}').arguments ?? {} };
    },
    /** What became of the call that was just answered: `{ call, hold?, approval?, result? }`, each an entry. */
    async next() {
      const { found, entries } = await lookFor(outcomeOf);
      for (const { place, entry, payload } of entries) {
        seen.add(place);
        if (entry.kind === 'result') payloads.set(entry.call, payload);
      }
      return found;
    },
    /** A result's JSON text, by its call's id. */
    result: async (call) => (await payloads.get(call)?.()) ?? '',
  };
}

function outcomeOf(placed) {
  const entries = placed.map(({ entry }) => entry);
  const hold = entries.find(({ kind }) => kind === 'hold');
  const approval = entries.find(({ kind }) => kind === 'approval');
  // Unanswered or answered with no: there is no further call.
  if (hold !== undefined && approval?.verdict.answer !== 'approve') return { call: hold, hold, approval };
  const call = entries.findLast(
    ({ kind, origin, method }) => kind === 'call' && origin === 'downstream' && method === 'tools/call',
  );
  if (call === undefined) return undefined;
  const result = entries.find(({ kind, call: id }) => kind === 'result' && id === call.call);
  return call.decision.effect === 'deny' || result !== undefined ? { call, hold, approval, result } : undefined;
}
