import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaves } from '../model/json.ts';
import type { Steps } from '../model/steps.ts';
import type { Label } from '../model/tool.ts';
import { contactData } from './detectors/contact-data.ts';
import { identityNumbers } from './detectors/identity-numbers.ts';
import { areShort, lookNow, needsOf, spotAll, spotInSteps } from './reading/spots.ts';

const detectors = [identityNumbers, contactData];
/**
 * Only what a checksum proves marks the session: contact data is in nearly everything, and a mark on everything marks
 * nothing.
 */
const PROVED = new Set(identityNumbers.kinds);
const PII: readonly Label[] = Object.freeze(['pii']);

/** Results with a card, account or social security number get the label. */
function labelled(findings: readonly Finding[] | undefined): Sighting {
  if (findings === undefined) return NOTHING_SEEN;
  return findings.some(({ kind }) => PROVED.has(kind)) ? { findings, labels: PII } : { findings };
}

function* inSteps(texts: Leaves): Steps<Sighting> {
  return labelled(yield* spotInSteps(texts, detectors));
}

/** Personal data in calls and in results. */
export const personal: Inspector = {
  name: 'personal',
  version: 3,
  needs: needsOf(detectors),
  readsCallAlone: true,
  readsTextsAlone: true,
  onCall: (_call, texts) => lookNow(texts, detectors),
  onResult: (_call, _result, texts) => (areShort(texts) ? labelled(spotAll(texts, detectors)) : inSteps(texts)),
};
