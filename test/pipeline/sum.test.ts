import { expect, it } from 'vitest';
import { NOTHING_SEEN } from '../../src/model/evidence.ts';
import { type Mounted, planOf, Sum } from '../../src/pipeline/sum.ts';
import { finding } from './sample.ts';

const mounted = (mode: Mounted['mode']): Mounted => ({ inspector: { name: 'one', version: 2 }, mode });

it('adds up what counts, and keeps apart what is only audited', () => {
  const [counted, audited] = planOf([mounted('enforce'), mounted('audit')], 'onCall');
  if (counted === undefined || audited === undefined) throw new Error('no plan');
  const sum = new Sum();
  sum.add(counted, { findings: [finding('/a')], labels: ['pii'] }, 0.004);
  sum.add(audited, { findings: [finding('/b')], labels: ['secret'] }, 0.004);
  sum.fault(audited, 'broken', 1);
  sum.add(counted, NOTHING_SEEN, 0);
  const { findings, audited: seen, labels, faults, ran } = sum.evidence();
  expect(findings).toEqual([finding('/a')]);
  expect(seen.map(({ kind, at }) => [kind, at])).toEqual([
    [finding('/b').kind, '/b'],
    ['fault', ''],
  ]);
  expect([labels, faults]).toEqual([['pii'], []]);
  expect(ran.map(({ us, ran }) => [us, ran])).toEqual([
    [4, true],
    [4, true],
    [1000, false],
    [0, true],
  ]);
});

it('plans a list of inspectors once for each phase', () => {
  const list = [mounted('enforce')];
  expect(planOf(list, 'onCall')).toBe(planOf(list, 'onCall'));
  expect(planOf(list, 'onResult')).not.toBe(planOf(list, 'onCall'));
});
