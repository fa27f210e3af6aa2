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
const NO_GAPS: readonly Finding[] = Object.freeze([]);
const IS_INCOMPLETE: readonly Finding[] = Object.freeze([INCOMPLETE]);
const IS_FORGOTTEN: readonly Finding[] = Object.freeze([FORGOTTEN]);
const ONLY_INCOMPLETE: Sighting = Object.freeze({ findings: IS_INCOMPLETE });
const ONLY_FORGOTTEN: Sighting = Object.freeze({ findings: IS_FORGOTTEN });

/** Reports what was forgotten, so that a value without a source does not look harmless. */
export const gaps = (view: View): readonly Finding[] =>
  view.incomplete ? IS_INCOMPLETE : view.memory.forgotten > 0 ? IS_FORGOTTEN : NO_GAPS;
/** The same as all that is seen. */
export const onlyGaps = (view: View): Sighting =>
  view.incomplete ? ONLY_INCOMPLETE : view.memory.forgotten > 0 ? ONLY_FORGOTTEN : NOTHING_SEEN;
