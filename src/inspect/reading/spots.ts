import { type Finding, NOTHING_SEEN, type Sighting } from '../../model/evidence.ts';
import type { Leaf, Leaves } from '../../model/json.ts';
import { PIECE, type Steps } from '../../model/steps.ts';
import { isEnough, type Traits, traitsIn } from '../../model/text/traits.ts';
import { type Detector, MOST_SPOTTED, type Spotted } from '../detectors/detector.ts';

/** The most findings of one inspector about one call or result that are told one by one. */
export const MOST_FINDINGS = 200;

/** Turns what was spotted in a leaf into a finding with its place. */
export const findingAt = (leaf: Leaf, spotted: Spotted): Finding =>
  spotted.given === true ? { ...placedAt(leaf, spotted), given: true } : placedAt(leaf, spotted);

const placedAt = (leaf: Leaf, spotted: Spotted): Finding =>
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
export class Seen {
  findings: Finding[] | undefined;
  #rest: Set<string> | undefined;

  /** Takes what a detector spotted in a leaf. */
  take(leaf: Leaf, spots: readonly Spotted[]): void {
    for (let i = 0; i < spots.length; i++) this.add(leaf, spots[i] as Spotted);
    if (spots.length >= MOST_SPOTTED) this.#stretch(leaf);
  }

  /** Adds one. Beyond the bound the first of each kind stands for all that follow: what decoys come before is no less there. */
  add(leaf: Leaf, spotted: Spotted): void {
    this.findings ??= [];
    if (this.findings.length < MOST_FINDINGS) {
      this.findings.push(findingAt(leaf, spotted));
      return;
    }
    this.#rest ??= new Set();
    if (this.#rest.has(spotted.kind)) return;
    this.#rest.add(spotted.kind);
    const { span: _, ...whole } = findingAt(leaf, spotted);
    this.findings.push({ ...whole, message: `${spotted.message} ${MORE}`, rest: true });
  }

  /** Whether something was seen that is not told by itself. */
  get isOver(): boolean {
    return this.#rest !== undefined;
  }

  /** Nobody looks any further: from this leaf on there may be more of every kind that was seen. */
  endAt(leaf: Leaf): void {
    for (const { kind, severity, message } of [...(this.findings ?? [])])
      this.add(leaf, { kind, severity, message, start: 0, end: leaf.text.length });
  }

  /** A detector that saw so much in one text may not have looked at the end of it: the last of each kind goes to the end. */
  #stretch({ at, text, key }: Leaf): void {
    const { findings = [] } = this;
    const told = new Set<string>();
    for (let i = findings.length - 1; i >= 0; i--) {
      const finding = findings[i] as Finding;
      if (finding.at !== at || (finding.inKey === true) !== key) return;
      if (finding.span === undefined || told.has(finding.kind)) continue;
      told.add(finding.kind);
      findings[i] = { ...finding, span: [finding.span[0], text.length] };
    }
  }
}

const MORE = 'There is more of it further on, which is not told apart.';

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
export function areShort(texts: Leaves): boolean {
  let size = 0;
  for (let i = 0; i < texts.length && size < PIECE; i++) size += (texts.at(i) as Leaf).text.length;
  return size < PIECE;
}

/** What the detectors see in the texts; undefined if nothing. */
export function spotAll(texts: Leaves, detectors: readonly Detector[]): Finding[] | undefined {
  const seen = new Seen();
  const { each } = traitsIn(texts);
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts.at(i) as Leaf;
    for (let j = 0; j < detectors.length; j++) {
      const detector = detectors[j] as Detector;
      if (isEnough(each[i] as Traits, detector.needs)) seen.take(leaf, detector.find(leaf.text));
    }
    if (seen.isOver && !detectors.some(isThorough)) {
      seen.endAt(leaf);
      break;
    }
  }
  return seen.findings;
}

/** The same, with pauses. */
export function* spotInSteps(texts: Leaves, detectors: readonly Detector[]): Steps<Finding[] | undefined> {
  const seen = new Seen();
  const { each } = traitsIn(texts);
  let read = 0;
  // By index: in work with pauses, an iterator allocates an object for each element.
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts.at(i) as Leaf;
    for (let j = 0; j < detectors.length; j++) {
      const detector = detectors[j] as Detector;
      if (!isEnough(each[i] as Traits, detector.needs)) continue;
      const spotted =
        leaf.text.length >= PIECE && detector.findInSteps !== undefined
          ? yield* detector.findInSteps(leaf.text)
          : detector.find(leaf.text);
      seen.take(leaf, spotted);
      read += leaf.text.length;
      if (read < PIECE) continue;
      read = 0;
      yield;
    }
    if (seen.isOver && !detectors.some(isThorough)) {
      seen.endAt(leaf);
      break;
    }
    read += TEXT;
    if (read < PIECE) continue;
    read = 0;
    yield;
  }
  return seen.findings;
}
/** The cost of a text besides its letters, in letters: a long result may be a hundred thousand that no detector looks into. */
const TEXT = 64;

const isThorough = (detector: Detector): boolean => detector.isThorough === true;

const sightingOf = (findings: Finding[] | undefined): Sighting =>
  findings === undefined ? NOTHING_SEEN : { findings };

function* lookInSteps(texts: Leaves, detectors: readonly Detector[]): Steps<Sighting> {
  return sightingOf(yield* spotInSteps(texts, detectors));
}

/** What detectors see in a result; with pauses if it is long. */
export const lookWith = (texts: Leaves, detectors: readonly Detector[]): Sighting | Steps<Sighting> =>
  areShort(texts) ? sightingOf(spotAll(texts, detectors)) : lookInSteps(texts, detectors);

/** What detectors see in a call, whose texts are limited in size. */
export const lookNow = (texts: Leaves, detectors: readonly Detector[]): Sighting =>
  sightingOf(spotAll(texts, detectors));
