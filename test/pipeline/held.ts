import { readRecords } from '../../src/journal/reading.ts';
import type { Doors } from '../../src/model/gate.ts';
import type { Spine } from '../laws/spine.ts';

export const ASKS = { policy: { rules: [{ id: 'asks', effect: 'ask', reason: 'r' }] } };
export const ENOUGH = () => 1_000_000;
export const NO_DOORS: Doors = { returns: false };

/** Answers the first hold as a person at a terminal would, as soon as there is one. */
export async function answerOutside({ approvals }: Spine, answer: 'approve' | 'deny'): Promise<string> {
  for (;;) {
    const [hold] = await approvals.pending();
    if (hold !== undefined) {
      const { id, binding } = hold;
      await approvals.answer({ hold: id, binding, answer, door: 'terminal', by: 'ada', at: Date.now() });
      return id;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function answersIn({ dir }: Spine): Promise<{ answer: string; kind: string }[]> {
  const found = [];
  for await (const { record } of readRecords(dir, { kinds: ['approval', 'late'] })) {
    const { entry } = record;
    if (entry.kind === 'approval' || entry.kind === 'late')
      found.push({ kind: entry.kind, answer: entry.verdict.answer });
  }
  return found;
}

export async function holdsIn({ dir }: Spine): Promise<string[]> {
  const found = [];
  for await (const { record } of readRecords(dir, { kinds: ['hold'] }))
    if (record.entry.kind === 'hold') found.push(record.entry.hold.id);
  return found;
}
