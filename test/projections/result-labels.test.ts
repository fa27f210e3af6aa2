import { describe, expect, it } from 'vitest';
import type { Evidence, Finding } from '../../src/model/evidence.ts';
import { labelsOf } from '../../src/projections/result-labels.ts';
import { makeEvidence } from '../samples.ts';

const seen = (...findings: readonly Pick<Finding, 'kind' | 'severity'>[]): Evidence =>
  makeEvidence({ findings: findings.map((one) => ({ ...one, at: '', message: '' })) });
const fields = { '/items/*/email': ['pii'], '/id': [] };

describe('the labels of a result', () => {
  it('are those it was given, unless it addresses the model', () => {
    const given = ['untrusted'];
    expect(labelsOf(seen(), given)).toEqual({ labels: given, labelsAt: undefined });
    const low = seen({ kind: 'url.exfil', severity: 'low' }, { kind: 'text.unicode', severity: 'high' });
    expect(labelsOf(low, given).labels).toBe(given);
    for (const kind of ['text.instructions', 'url.exfil'])
      expect(labelsOf(seen({ kind, severity: 'medium' }), given).labels).toEqual(['untrusted', 'instructed']);
  });

  it.each([
    { findings: [], more: [] },
    { findings: [{ kind: 'text.instructions', severity: 'high' } as const], more: ['instructed'] },
  ])('differ at the places that have labels of their own, and there by as much: $more', ({ findings, more }) => {
    const { labelsAt } = labelsOf({ ...seen(...findings), fields }, ['untrusted']);
    expect(labelsAt?.('/structuredContent/items/3/email')).toEqual(['pii', ...more]);
    expect(labelsAt?.('/content/0/text#/id')).toEqual(more);
    expect(labelsAt?.('/structuredContent/items/3/name')).toBeUndefined();
    expect(labelsAt?.('/content/0/text')).toBeUndefined();
  });
});
