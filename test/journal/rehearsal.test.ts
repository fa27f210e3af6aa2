import { expect, it } from 'vitest';
import { openRehearsal } from '../../src/journal/rehearsal.ts';
import type { Judgement } from '../../src/model/passage.ts';
import type { Entry } from '../../src/model/record.ts';
import { complete, decision, NOTHING, sampleCall } from '../pipeline/sample.ts';

it('decides, folds and mints as a journal does, and keeps nothing', async () => {
  const folded: [Entry['kind'], string | undefined][] = [];
  const decided: string[] = [];
  const faults: string[] = [];
  const journal = openRehearsal({
    fold: (entry, _, payload) => void folded.push([entry.kind, payload]),
    now: () => 1,
    decided: (entry) => void decided.push(entry.decision.effect),
    onFault: (message) => void faults.push(message),
  });
  const call = sampleCall({ to: 'a@b.example' });
  const entry = (effect: 'allow' | 'ask' | 'deny'): Judgement => ({
    seen: call,
    evidence: NOTHING,
    decision: decision(effect),
    asOf: 1,
  });
  const admission = await journal.admit({ call, ...entry('allow') });
  if (!admission.ok) throw new Error(admission.fault.message);
  const text = `"${'long '.repeat(200_000)}"`;
  const result = complete({ content: [] });
  const settled = decision('allow', { phase: 'result' });
  journal.settle({
    admitted: admission.admitted,
    received: result,
    seen: text,
    result,
    evidence: NOTHING,
    decision: settled,
    asOf: 1,
  });
  expect(await journal.refuse(entry('deny'))).toBe(true);
  expect(decided).toEqual(['allow', 'deny']);
  expect(folded).toEqual([
    ['tool', undefined],
    ['call', call.text],
    ['result', text],
    ['call', call.text],
  ]);
  expect(journal.token('secret.test', 'one')).toBe(journal.token('secret.test', 'one'));
  expect(faults).toEqual([]);
});
