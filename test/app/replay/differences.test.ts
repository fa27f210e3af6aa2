import { expect, it } from 'vitest';
import { DifferenceCount } from '../../../src/app/replay/differences.ts';
import type { Redecision } from '../../../src/app/replay/records.ts';
import { decision, rule } from '../../pipeline/sample.ts';

const asks = decision('ask', { matched: [rule('ask')] });
const denies = decision('deny', { matched: [rule('deny')] });
const clean = decision('allow');
const now = { policy: 'policy-2' } as const;

const made = (call: string, change: Partial<Redecision> = {}): Redecision => ({
  call,
  phase: 'call',
  at: 1,
  session: 's',
  upstream: 'mail',
  tool: 'send',
  before: clean,
  after: { ...clean, ...now },
  differs: false,
  diverged: false,
  isAfterGap: false,
  ...change,
});

const count = (...all: Redecision[]): DifferenceCount['found'] => {
  const counted = new DifferenceCount();
  for (const one of all) counted.add(one);
  return counted.found;
};

it('counts nothing where nothing differs', () => {
  expect(count(made('one'), made('one', { phase: 'result' }), made('two'))).toEqual({
    decisions: 3,
    calls: 2,
    different: 0,
    broken: [],
    diverged: 0,
    undecided: 0,
    rules: [],
  });
});

it('groups by rule: what is stopped now first, deny before ask, with the calls behind each number', () => {
  const newly = { after: { ...asks, ...now }, differs: true };
  const found = count(
    made('one', { before: asks, after: { ...clean, ...now }, differs: true }),
    made('two', newly),
    made('two', { ...newly, phase: 'result' }),
    made('three', { ...newly, tool: 'draft', diverged: true }),
    made('four', { ...newly, upstream: 'crm', tool: '' }),
    made('five', { after: { ...denies, ...now }, differs: true }),
    made('six', { after: undefined }),
  );
  expect(found).toMatchObject({ decisions: 7, calls: 6, different: 6, diverged: 1, undecided: 1, broken: [] });
  expect(found.rules).toEqual([
    { rule: 'denys', effect: 'deny', isNew: true, calls: ['five'], tools: [['mail.send', 1]], diverged: 0 },
    {
      rule: 'asks',
      effect: 'ask',
      isNew: true,
      calls: ['two', 'three', 'four'],
      tools: [
        ['mail.send', 1],
        ['mail.draft', 1],
        ['crm', 1],
      ],
      diverged: 1,
    },
    { rule: 'asks', effect: 'ask', isNew: false, calls: ['one'], tools: [['mail.send', 1]], diverged: 0 },
  ]);
});

it('names the calls that the very same policy decides otherwise', () => {
  expect(count(made('one', { after: asks, differs: true })).broken).toEqual(['one']);
});

it('leaves out what never counts', () => {
  const audited = decision('allow', { matched: [rule('ask', { mode: 'audit' })], ...now });
  expect(count(made('one', { after: audited, differs: true })).rules).toEqual([]);
});
