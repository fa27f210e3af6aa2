import { expect, it } from 'vitest';
import { NOTHING_SEEN } from '../../src/model/evidence.ts';
import { type Mounted, planOf, Sum } from '../../src/pipeline/sum.ts';
import { finding } from './sample.ts';

const mounted = (mode: Mounted['mode'], looks = true): Mounted => ({
  inspector: looks ? { name: 'one', version: 2, onCall: () => NOTHING_SEEN } : { name: 'other', version: 3 },
  mode,
});

it('adds up what counts, and keeps apart what is only audited', () => {
  const plan = planOf([mounted('enforce'), mounted('enforce', false), mounted('audit')], 'onCall');
  const [counted, audited] = plan.steps;
  if (counted === undefined || audited === undefined) throw new Error('no plan');
  const sum = new Sum(plan);
  sum.add(audited, { findings: [finding('/b')], labels: ['secret'] }, 0.047);
  sum.add(counted, { findings: [finding('/a')], labels: ['pii'] }, 0.047);
  sum.fault(audited, 'broken', 1);
  const { findings, audited: seen, labels, faults, ran } = sum.evidence();
  expect(findings).toEqual([finding('/a')]);
  expect(seen.map(({ kind, at }) => [kind, at])).toEqual([
    [finding('/b').kind, '/b'],
    ['fault', ''],
  ]);
  expect([labels, faults]).toEqual([['pii'], []]);
  expect(ran.map(({ name, version, us, ran: looked, mode }) => [name, version, us, looked, mode])).toEqual([
    ['one', 2, 40, true, 'enforce'],
    ['other', 3, 0, false, 'enforce'],
    ['one', 2, 1000, false, 'audit'],
  ]);
});

it("names a label once, whoever tells of it, and changes nobody's list", () => {
  const plan = planOf([mounted('enforce'), mounted('enforce'), mounted('enforce')], 'onCall');
  const sum = new Sum(plan);
  const lists = [['pii', 'untrusted'], ['untrusted'], ['secret', 'pii']] as const;
  for (const [i, labels] of lists.entries()) {
    const step = plan.steps[i];
    if (step === undefined) throw new Error('no step');
    sum.add(step, { labels }, 0);
  }
  expect(sum.evidence().labels).toEqual(['pii', 'untrusted', 'secret']);
  expect(lists[0]).toEqual(['pii', 'untrusted']);
});

it('has one list of runs for all calls where nobody took long', () => {
  const plan = planOf([mounted('enforce'), mounted('enforce', false), mounted('audit')], 'onCall');
  const ranOf = (...times: number[]) => {
    const sum = new Sum(plan);
    for (const [i, ms] of times.entries()) {
      const step = plan.steps[i];
      if (step === undefined) throw new Error('no step');
      if (ms === 0) sum.pass(step);
      else sum.add(step, NOTHING_SEEN, ms);
    }
    return sum.evidence().ran;
  };
  const quick = ranOf(0.009, 0);
  expect(ranOf(0, 0.001)).toBe(quick);
  expect(quick.map(({ us, ran }) => [us, ran])).toEqual([
    [0, true],
    [0, false],
    [0, true],
  ]);
  expect(ranOf(0, 0.02).map(({ us, ran }) => [us, ran])).toEqual([
    [0, true],
    [0, false],
    [20, true],
  ]);
  // Silence must not pass for a look.
  expect(ranOf(0).map(({ ran }) => ran)).toEqual([true, false, false]);
});

it('plans a list of inspectors once for each phase', () => {
  const list = [mounted('enforce')];
  expect(planOf(list, 'onCall')).toBe(planOf(list, 'onCall'));
  expect(planOf(list, 'onResult')).not.toBe(planOf(list, 'onCall'));
});
