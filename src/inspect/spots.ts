import type { Finding } from '../model/evidence.ts';
import type { Leaf } from '../model/json.ts';
import { PIECE, type Steps } from '../model/steps.ts';
import type { Detector, Spotted } from './detectors/detector.ts';

/** At most so many findings of one inspector about one call or result. */
export const MOST_FINDINGS = 200;

/** What was spotted in a leaf, as a finding with its place. */
export const findingAt = (leaf: Leaf, spotted: Spotted): Finding =>
  leaf.key
    ? {
        kind: spotted.kind,
        severity: spotted.severity,
        at: leaf.at,
        message: spotted.message,
        span: [spotted.start, spotted.end],
        inKey: true,
      }
    : {
        kind: spotted.kind,
        severity: spotted.severity,
        at: leaf.at,
        message: spotted.message,
        span: [spotted.start, spotted.end],
      };

/** What the detectors see in the texts; undefined where nothing is, so that nothing is built. */
export function* spotAll(texts: readonly Leaf[], detectors: readonly Detector[]): Steps<Finding[] | undefined> {
  let findings: Finding[] | undefined;
  let read = 0;
  for (const leaf of texts) {
    for (const detector of detectors) {
      const spots = detector.find(leaf.text);
      for (const spotted of spots) {
        findings ??= [];
        if (findings.length >= MOST_FINDINGS) return findings;
        findings.push(findingAt(leaf, spotted));
      }
      read += leaf.text.length;
      if (read < PIECE) continue;
      read = 0;
      yield;
    }
  }
  return findings;
}
