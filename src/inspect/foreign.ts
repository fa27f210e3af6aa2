import { entitiesOf } from '../model/entity.ts';
import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { TRAIT } from '../model/text/traits.ts';
import { valuesOf } from './reading/place.ts';
import { MOST_FINDINGS } from './reading/spots.ts';

/**
 * Values that exactly one other session has learned, and that this session has neither read nor been told by its user
 * (law 6).
 */
export const foreign: Inspector = {
  name: 'foreign',
  version: 2,
  needs: TRAIT.digit | TRAIT.dot | TRAIT.slash,
  onCall(call, texts, { isForeign, memory, incomplete }) {
    // If a session's past is not fully known, it may have learned anything itself.
    if (isForeign === undefined || incomplete || call.origin === 'upstream') return NOTHING_SEEN;
    let findings: Finding[] | undefined;
    for (const { at, text, isArgument } of valuesOf(call, texts)) {
      if (!isArgument) continue;
      for (const entity of entitiesOf(text)) {
        if (!isForeign(entity.key) || memory.find(entity.key).length > 0) continue;
        findings ??= [];
        if (findings.length >= MOST_FINDINGS) break;
        findings.push({
          kind: 'session.foreign',
          severity: 'medium',
          at,
          span: [entity.start, entity.end],
          message: 'Holds a value that another session has read, and this one has not.',
        });
      }
    }
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
