import { expect, it } from 'vitest';
import { EvidenceCount } from '../../../src/app/replay/evidence-count.ts';
import type { Redecision } from '../../../src/app/replay/records.ts';
import type { Regathered } from '../../../src/app/replay/regather.ts';
import { decision, NOTHING } from '../../pipeline/sample.ts';

const made = (call: string, gathered: Partial<Regathered> | undefined, isAfterGap = false): Redecision => ({
  call,
  phase: 'call',
  at: 1,
  session: 's',
  upstream: 'mail',
  tool: 'send',
  before: decision('allow'),
  after: decision('allow'),
  differs: false,
  diverged: false,
  isAfterGap,
  ...(gathered === undefined ? {} : { gathered: { evidence: NOTHING, changes: [], kept: [], ...gathered } }),
});

it('counts each sort of change by its calls, new ones first, and what could not be gathered', () => {
  const count = new EvidenceCount();
  const plus = { what: 'mark pii', isNew: true };
  const minus = { what: 'mark x', isNew: false };
  count.add(made('one', { changes: [plus, plus, minus] }));
  count.add(made('two', { changes: [minus], kept: ['args.schema'] }, true));
  count.add(made('three', { lacks: 'cut' }));
  count.add(made('four', { lacks: 'gone', kept: ['args.schema', 'secret.aws'] }));
  count.add(made('five', undefined));
  expect(count.found).toEqual({
    different: 2,
    afterGap: 1,
    changes: [
      { ...plus, calls: ['one'] },
      { ...minus, calls: ['one', 'two'] },
    ],
    cut: 1,
    gone: 2,
    kept: [
      ['args.schema', 2],
      ['secret.aws', 1],
    ],
  });
});
