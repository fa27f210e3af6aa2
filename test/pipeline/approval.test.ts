import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApprovals } from '../../src/journal/state/approvals.ts';
import type { Verdict } from '../../src/model/approval.ts';
import { approved, continuationOf, denied, isCovered, spendVerdict } from '../../src/pipeline/approval.ts';
import { makeHold } from '../../src/pipeline/hold.ts';
import { ASKED, decision, finding, NOTHING, rule, sampleCall, seeing } from './sample.ts';

const call = sampleCall({ to: 'a' });
const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  hold: 'h',
  binding: 'b',
  answer: 'approve',
  door: 'terminal',
  by: 'ada',
  at: 0,
  ...more,
});

describe('a verdict', () => {
  it('lifts an ask and never a deny', () => {
    expect(approved(ASKED, 'h')).toMatchObject({ effect: 'allow', approval: 'h' });
    const deny = decision('deny');
    expect(approved(deny, 'h')).toBe(deny);
  });

  it('that says no denies, and says who said it', () => {
    const no = denied(ASKED, verdict({ answer: 'deny' }));
    expect(no.effect).toBe('deny');
    expect(no.matched[0]?.reason).toContain('ada');
  });

  it('is spent by one of many, and not where a stronger door is demanded', async () => {
    const approvals = openApprovals(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
    const hold = await approvals.hold(makeHold(call, call, decision('ask'), Date.now(), 60_000));
    const asked = decision('ask');
    expect(await spendVerdict(approvals, hold.binding, asked)).toEqual({ kind: 'unanswered' });
    await approvals.answer(verdict({ hold: hold.id, binding: hold.binding, at: Date.now() }));
    const strong = decision('ask', { matched: [rule('ask', { door: 'console' })] });
    expect(await spendVerdict(approvals, hold.binding, strong)).toEqual({ kind: 'unanswered' });
    const all = await Promise.all(Array.from({ length: 20 }, () => spendVerdict(approvals, hold.binding, asked)));
    expect(all.filter((one) => one.kind === 'approved')).toHaveLength(1);
  });

  it('covers no rule that its person was not told of, and is left for a call that only asks by those', async () => {
    const approvals = openApprovals(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
    const asked = decision('ask', { matched: [rule('ask', { rule: 'money' })] });
    const more = decision('ask', { matched: [rule('ask', { rule: 'money' }), rule('ask', { rule: 'from-a-text' })] });
    const hold = await approvals.hold(makeHold(call, call, asked, Date.now(), 60_000));
    await approvals.answer(verdict({ hold: hold.id, binding: hold.binding, at: Date.now() }));
    expect(await spendVerdict(approvals, hold.binding, more)).toEqual({ kind: 'unanswered' });
    const again = await approvals.hold(makeHold(call, call, more, Date.now(), 60_000));
    expect(again.rules).toContain('from-a-text');
    expect(await spendVerdict(approvals, hold.binding, asked)).toMatchObject({
      kind: 'approved',
      hold: { rules: ['money'] },
    });
  });
});

describe('rounds of one call', () => {
  const ask = decision('ask', { matched: [rule('ask', { rule: 'first' })] });
  const round = (responses: string) => {
    const text = `{"name":"send","arguments":{"to":"a"},"requestState":"s","inputResponses":${responses}}`;
    return sampleCall({ to: 'a' }, { text, params: JSON.parse(text) });
  };

  it('share a yes where nothing in the answers is to be seen, and no other rule asks', () => {
    const earlier = continuationOf(sampleCall({ to: 'a' }), { ...ask, effect: 'allow', approval: 'h' });
    if (earlier === undefined) throw new Error('no continuation');
    const next = round('{"who":{}}');
    expect(isCovered(next, NOTHING, ask, earlier)).toBe(true);
    expect(isCovered(next, seeing(finding('/arguments/to')), ask, earlier)).toBe(true);
    expect(isCovered(next, seeing(finding('/inputResponses/who/content/key')), ask, earlier)).toBe(false);
    expect(isCovered(next, NOTHING, decision('ask', { matched: [rule('ask', { rule: 'other' })] }), earlier)).toBe(
      false,
    );
    expect(isCovered(sampleCall({ to: 'b' }), NOTHING, ask, earlier)).toBe(false);
    expect(continuationOf(next, ask)).toBeUndefined();
  });
});
