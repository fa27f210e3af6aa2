import { type Finding, NOTHING_SEEN, type Sighting } from '../../model/evidence.ts';
import type { Leaf } from '../../model/json.ts';
import { PIECE, type Steps } from '../../model/steps.ts';
import type { Traits } from '../../model/text/traits.ts';
import type { Detector, Spotted } from '../detectors/detector.ts';

/** The most findings of one inspector about one call or result. */
export const MOST_FINDINGS = 200;

/** Turns what was spotted in a leaf into a finding with its place. */
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

/** What detectors have seen so far; nothing is allocated before the first hit. */
class Seen {
  findings: Finding[] | undefined;

  /** Takes what a detector spotted; returns true once there is no room for more. */
  add(leaf: Leaf, spots: readonly Spotted[]): boolean {
    for (let i = 0; i < spots.length; i++) {
      this.findings ??= [];
      if (this.findings.length >= MOST_FINDINGS) return true;
      this.findings.push(findingAt(leaf, spots[i] as Spotted));
    }
    return false;
  }
}

/**
 * A text with none of these traits cannot contain anything that the detectors see; undefined if one of the detectors
 * does not state its needs.
 */
export function needsOf(detectors: readonly Detector[]): Traits | undefined {
  let all = 0;
  for (const { needs } of detectors) {
    if (needs === undefined) return undefined;
    all |= needs;
  }
  return all;
}

/** Whether texts are short enough to be examined without pauses: working in steps would cost more than it saves. */
export function areShort(texts: readonly Leaf[]): boolean {
  let size = 0;
  for (let i = 0; i < texts.length; i++) size += (texts[i] as Leaf).text.length;
  return size < PIECE;
}

/** What the detectors see in the texts; undefined if nothing. */
export function spotAll(texts: readonly Leaf[], detectors: readonly Detector[]): Finding[] | undefined {
  const seen = new Seen();
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts[i] as Leaf;
    for (let j = 0; j < detectors.length; j++)
      if (seen.add(leaf, (detectors[j] as Detector).find(leaf.text))) return seen.findings;
  }
  return seen.findings;
}

/** The same, with pauses. */
export function* spotInSteps(texts: readonly Leaf[], detectors: readonly Detector[]): Steps<Finding[] | undefined> {
  const seen = new Seen();
  let read = 0;
  // By index: in work with pauses, an iterator allocates an object for each element.
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts[i] as Leaf;
    for (let j = 0; j < detectors.length; j++) {
      const detector = detectors[j] as Detector;
      const spotted =
        leaf.text.length >= PIECE && detector.findInSteps !== undefined
          ? yield* detector.findInSteps(leaf.text)
          : detector.find(leaf.text);
      if (seen.add(leaf, spotted)) return seen.findings;
      read += leaf.text.length;
      if (read < PIECE) continue;
      read = 0;
      yield;
    }
  }
  return seen.findings;
}

const sightingOf = (findings: Finding[] | undefined): Sighting =>
  findings === undefined ? NOTHING_SEEN : { findings };

function* lookInSteps(texts: readonly Leaf[], detectors: readonly Detector[]): Steps<Sighting> {
  return sightingOf(yield* spotInSteps(texts, detectors));
}

/** What detectors see in a result; with pauses if it is long. */
export const lookWith = (texts: readonly Leaf[], detectors: readonly Detector[]): Sighting | Steps<Sighting> =>
  areShort(texts) ? sightingOf(spotAll(texts, detectors)) : lookInSteps(texts, detectors);

/** What detectors see in a call, whose texts are limited in size. */
export const lookNow = (texts: readonly Leaf[], detectors: readonly Detector[]): Sighting =>
  sightingOf(spotAll(texts, detectors));
