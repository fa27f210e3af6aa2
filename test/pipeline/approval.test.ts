import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApprovals } from '../../src/journal/approvals.ts';
import type { Verdict } from '../../src/model/approval.ts';
import { DOORS } from '../../src/model/decision.ts';
import { approved, bindingOf, denied, isStrongEnough, makeHold, spendVerdict } from '../../src/pipeline/approval.ts';
import { decision, rule, sampleCall } from './sample.ts';

const call = sampleCall({ to: 'a' });
const ask = decision('ask', {
  matched: [
    rule('ask', { rule: 'weak' }),
    rule('ask', { rule: 'strong', door: 'console' }),
    rule('ask', { rule: 'quiet', mode: 'audit', door: 'console' }),
  ],
});
const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  hold: 'h',
  binding: 'b',
  answer: 'approve',
  door: 'terminal',
  by: 'ada',
  at: 0,
  ...more,
});

describe('a hold', () => {
  it('wants the strongest door that any rule wants, and names only rules that count', () => {
    const hold = makeHold(call, ask, 1000, 500);
    expect(hold).toMatchObject({ door: 'console', rules: ['strong', 'weak'], expires: 1500, call: call.id });
  });

  it('is bound to the call, the definition and the policy', () => {
    const binding = bindingOf(call, ask);
    expect(bindingOf(sampleCall({ to: 'a' }), ask)).toBe(binding);
    expect(bindingOf(sampleCall({ to: 'b' }), ask)).not.toBe(binding);
    expect(bindingOf(call, { ...ask, policy: 'policy-2' })).not.toBe(binding);
    expect(bindingOf({ ...call, tool: { ...call.tool, definition: 'changed' } }, ask)).not.toBe(binding);
  });
});

describe('a verdict', () => {
  it('lifts an ask and never a deny', () => {
    expect(approved(ask, 'h')).toMatchObject({ effect: 'allow', approval: 'h' });
    const deny = decision('deny');
    expect(approved(deny, 'h')).toBe(deny);
  });

  it('that says no denies, and says who said it', () => {
    const no = denied(ask, verdict({ answer: 'deny' }));
    expect(no.effect).toBe('deny');
    expect(no.matched[0]?.reason).toContain('ada');
  });

  it.each(DOORS.flatMap((door) => DOORS.map((demanded) => [door, demanded] as const)))(
    'through %s where %s is demanded',
    (door, demanded) => {
      expect(isStrongEnough(door, demanded)).toBe(DOORS.indexOf(door) >= DOORS.indexOf(demanded));
    },
  );

  it('is spent by one of many', async () => {
    const approvals = openApprovals(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
    const hold = await approvals.hold(makeHold(call, decision('ask'), Date.now(), 60_000));
    expect(await spendVerdict(approvals, hold.binding, 'elicitation')).toEqual({ kind: 'unanswered' });
    await approvals.answer(verdict({ hold: hold.id, binding: hold.binding, at: Date.now() }));
    const all = await Promise.all(
      Array.from({ length: 20 }, () => spendVerdict(approvals, hold.binding, 'elicitation')),
    );
    expect(all.filter((one) => one.kind === 'approved')).toHaveLength(1);
  });
});
