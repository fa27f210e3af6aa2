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
  sum.add(audited, { findings: [finding('/b')], labels: ['secret'] }, 0.004);
  sum.add(counted, { findings: [finding('/a')], labels: ['pii'] }, 0.004);
  sum.fault(audited, 'broken', 1);
  const { findings, audited: seen, labels, faults, ran } = sum.evidence();
  expect(findings).toEqual([finding('/a')]);
  expect(seen.map(({ kind, at }) => [kind, at])).toEqual([
    [finding('/b').kind, '/b'],
    ['fault', ''],
  ]);
  expect([labels, faults]).toEqual([['pii'], []]);
  expect(ran.map(({ name, version, us, ran: looked, mode }) => [name, version, us, looked, mode])).toEqual([
    ['one', 2, 4, true, 'enforce'],
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

it('plans a list of inspectors once for each phase', () => {
  const list = [mounted('enforce')];
  expect(planOf(list, 'onCall')).toBe(planOf(list, 'onCall'));
  expect(planOf(list, 'onResult')).not.toBe(planOf(list, 'onCall'));
});
