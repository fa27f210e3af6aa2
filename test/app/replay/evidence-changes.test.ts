import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesBetween } from '../../../src/app/replay/evidence-changes.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { NOTHING } from '../../pipeline/sample.ts';

const finding = { kind: 'pii.email', severity: 'low', at: '/a', message: 'm' } as const;
const flow = {
  to: { at: '/arguments/to', role: 'destination' },
  from: { call: 'c', upstream: 'mail', tool: 'read', at: '/content/0/text', ago: 1 },
  via: 'entity',
  shape: 'prose',
  labels: ['untrusted'],
} as const;
const parts = fc.record({
  findings: fc.array(fc.constantFrom(finding, { ...finding, at: '/b' }), { maxLength: 3 }),
  labels: fc.subarray(['pii', 'untrusted']),
  flows: fc.array(fc.constant(flow), { maxLength: 2 }),
});
const evidence = parts.map((one): Evidence => ({ ...NOTHING, ...one }));

it('is none between the same, and the other way round from the other side', () =>
  fc.assert(
    fc.property(evidence, evidence, (a, b) => {
      expect(changesBetween(a, a)).toEqual([]);
      const forth = changesBetween(a, b).map(({ what, isNew }) => `${what} ${isNew}`);
      const back = changesBetween(b, a).map(({ what, isNew }) => `${what} ${!isNew}`);
      expect(forth.toSorted()).toEqual(back.toSorted());
    }),
  ));

it('does not count in which order things were seen, and each of what makes a finding another one', () => {
  const [a, b] = [finding, { ...finding, at: '/b' }];
  const seen = (one: Partial<Evidence>): Evidence => ({ ...NOTHING, ...one });
  expect(changesBetween(seen({ findings: [a, b] }), seen({ findings: [b, a] }))).toEqual([]);
  expect(changesBetween(seen({ labels: ['pii', 'untrusted'] }), seen({ labels: ['untrusted', 'pii'] }))).toEqual([]);
  for (const other of [b, { ...a, kind: 'pii.iban' }, { ...a, severity: 'high' as const }, { ...a, inKey: true }])
    for (const part of ['findings', 'audited'])
      expect(changesBetween(seen({ [part]: [a] }), seen({ [part]: [other] }))).toHaveLength(2);
  expect(changesBetween(seen({ findings: [a] }), seen({ audited: [a] }))).toHaveLength(2);
  expect(changesBetween(seen({ findings: [a] }), seen({ findings: [a], fields: { '/a': ['pii'] } }))).toHaveLength(1);
});

it('tells a source from its echo', () => {
  const echo = { ...flow, from: { ...flow.from, echo: true as const } };
  expect(changesBetween({ ...NOTHING, flows: [flow] }, { ...NOTHING, flows: [echo] })).toHaveLength(2);
});

it('says by which word two sources of one value differ', () => {
  const told = { ...flow, from: { ...flow.from, only: true as const, asks: true as const } };
  expect(changesBetween({ ...NOTHING, flows: [flow] }, { ...NOTHING, flows: [told] })).toEqual([
    { what: 'flow to destination from prose of mail.read (untrusted, nowhere else, asked for there)', isNew: true },
    { what: 'flow to destination from prose of mail.read (untrusted)', isNew: false },
  ]);
  const stated = { ...flow, from: { ...flow.from, stated: true as const } };
  expect(changesBetween({ ...NOTHING, flows: [stated] }, { ...NOTHING, flows: [stated] })).toEqual([]);
  expect(changesBetween(NOTHING, { ...NOTHING, flows: [stated] })).toEqual([
    { what: 'flow to destination from prose of mail.read (untrusted, only stated there)', isNew: true },
  ]);
});

it('tells of what counts, as often as it is, and not of words, places in texts and times', () => {
  const told = { ...NOTHING, findings: [{ ...finding, message: 'other', span: [0, 4] as const }] };
  expect(changesBetween({ ...NOTHING, findings: [finding] }, told)).toEqual([]);
  const now: Evidence = {
    ...NOTHING,
    findings: [finding, finding],
    flows: [flow],
    labels: ['pii'],
    faults: [{ inspector: 'sql', message: 'm' }],
    audited: [finding],
    fields: { '/email': ['pii'] },
    outflows: [{ to: 'there.example', labels: [], values: [[1, 5]] }],
  };
  expect(changesBetween({ ...NOTHING, findings: [finding] }, now)).toEqual(
    [
      'finding pii.email (low)',
      'finding in audit pii.email (low)',
      'flow to destination from prose of mail.read (untrusted)',
      'mark pii',
      'marks of /email',
      'fault of sql',
      'outflow to there.example',
    ].map((what) => ({ what, isNew: true })),
  );
});

it('names the user, or the session itself, as a source without a tool', () => {
  const named = { ...flow, from: { ...flow.from, call: '', upstream: 'session', tool: '', at: '' } };
  expect(changesBetween(NOTHING, { ...NOTHING, flows: [{ ...named, labels: [] }] })).toEqual([
    { what: 'flow to destination from prose of session', isNew: true },
  ]);
});
