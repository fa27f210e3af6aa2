import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../../src/journal/chain/compact.ts';
import type { InspectorRun } from '../../../src/model/evidence.ts';
import { sampleResult } from '../../pipeline/sample.ts';
import { anyEntry } from '../entries.ts';
import { EVIDENCE } from '../passing.ts';

const RESULT = sampleResult({
  evidence: { ...EVIDENCE, ran: [{ name: 'schema', version: 1, us: 12, ran: true, mode: 'enforce' }] },
});

describe('the compact form of entries', () => {
  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(decodeEntry(JSON.parse(encodeEntry(entry)))).toStrictEqual(entry);
      }),
      { numRuns: 500 },
    );
  });

  it('writes runs of inspectors as text and leaves empty lists out', () => {
    const text = encodeEntry(RESULT);
    expect(text).toContain('"evidence":{"ran":["schema@1:12"]}');
    expect(text).not.toContain('findings');
    expect(text).not.toContain('matched');
  });

  it.each([
    [{ name: 'pii', version: 2, us: 0.5, ran: false, mode: 'enforce' }, 'pii@2:0.5!'],
    [{ name: 'pii', version: 2, us: 7, ran: true, mode: 'audit' }, 'pii@2:7~'],
    [{ name: 'p@1:1!~', version: 3, us: 0, ran: false, mode: 'audit' }, 'p@1:1!~@3:0!~'],
  ] as const)('writes %j as %s', (run, text) => {
    expect(encodeEntry({ ...RESULT, evidence: { ...EVIDENCE, ran: [run] } })).toContain(JSON.stringify(text));
  });

  it('writes lists that never change, and runs, the second time as the first', () => {
    const runs = (names: string[]): InspectorRun[] =>
      names.map((name) => Object.freeze({ name, version: 1, us: 0, ran: true, mode: 'enforce' }));
    const [one, other] = [runs(['a', 'b']), Object.freeze(runs(['c', 'd']))];
    const textOf = (ran: readonly InspectorRun[]): string => encodeEntry({ ...RESULT, evidence: { ...EVIDENCE, ran } });
    for (let time = 0; time < 2; time++) {
      expect(textOf(one)).toContain('"ran":["a@1:0","b@1:0"]');
      expect(textOf(other)).toContain('"ran":["c@1:0","d@1:0"]');
      expect(textOf([...other, ...one])).toContain('"ran":["c@1:0","d@1:0","a@1:0","b@1:0"]');
    }
  });
});
