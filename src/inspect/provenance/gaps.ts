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
/** All that may be seen, made once: what was forgotten of a past that is wholly known, and of one that is not. */
const SEEN = [[], [FORGOTTEN], [UNSEARCHABLE], [INCOMPLETE], [INCOMPLETE, FORGOTTEN], [INCOMPLETE, UNSEARCHABLE]].map(
  (findings) => Object.freeze({ findings: Object.freeze(findings) }),
);
const OF_PART = 3;

/** That the beginning is not known says nothing of what came after it: both are told. */
function seenOf({ incomplete, memory, sayings }: View): { readonly findings: readonly Finding[] } {
  const isUnsearchable = memory.unsearchable > 0 || (sayings !== undefined && sayings.unsearchable > 0);
  const lost = isUnsearchable ? 2 : memory.forgotten > 0 ? 1 : 0;
  return SEEN[incomplete ? OF_PART + lost : lost] as (typeof SEEN)[number];
}

/** Reports what was forgotten, so that a value without a source does not look harmless. */
export const gaps = (view: View): readonly Finding[] => seenOf(view).findings;

/** The same as all that is seen. */
export function onlyGaps(view: View): Sighting {
  const seen = seenOf(view);
  return seen.findings.length === 0 ? NOTHING_SEEN : seen;
}
