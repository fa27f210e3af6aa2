import { type Finding, NOTHING_SEEN, type Sighting } from '../../model/evidence.ts';
import type { View } from '../../model/view.ts';

const INCOMPLETE: Finding = Object.freeze({
  kind: 'memory.incomplete',
  severity: 'medium',
  at: '',
  message: 'What this session saw before is not wholly known, so where these values came from cannot be told for sure.',
});
const FORGOTTEN: Finding = Object.freeze({
  kind: 'memory.forgotten',
  severity: 'low',
  at: '',
  message: 'This session has seen more than is remembered: a value without a source may still have come from a result.',
});
const UNSEARCHABLE: Finding = Object.freeze({
  ...FORGOTTEN,
  severity: 'medium',
  message:
    'This session has read more text that nobody vouches for than can still be searched: a value without a source may have stood there.',
});
const NO_GAPS: readonly Finding[] = Object.freeze([]);
const IS_INCOMPLETE: readonly Finding[] = Object.freeze([INCOMPLETE]);
const IS_FORGOTTEN: readonly Finding[] = Object.freeze([FORGOTTEN]);
const IS_UNSEARCHABLE: readonly Finding[] = Object.freeze([UNSEARCHABLE]);
const SIGHTINGS = new Map([IS_INCOMPLETE, IS_FORGOTTEN, IS_UNSEARCHABLE].map((findings) => [findings, { findings }]));

/** Reports what was forgotten, so that a value without a source does not look harmless. */
export function gaps({ incomplete, memory, sayings }: View): readonly Finding[] {
  if (incomplete) return IS_INCOMPLETE;
  if (memory.unsearchable > 0 || (sayings !== undefined && sayings.unsearchable > 0)) return IS_UNSEARCHABLE;
  return memory.forgotten > 0 ? IS_FORGOTTEN : NO_GAPS;
}
/** The same as all that is seen. */
export const onlyGaps = (view: View): Sighting => SIGHTINGS.get(gaps(view)) ?? NOTHING_SEEN;
