import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Label } from '../model/tool.ts';
import { contactData } from './detectors/contact-data.ts';
import { identityNumbers } from './detectors/identity-numbers.ts';
import { spotAll } from './spots.ts';

const detectors = [identityNumbers, contactData];
/** Only what a checksum proves marks the session: contacts stand in nearly everything, and a mark on all marks nothing. */
const PROVED = new Set(identityNumbers.kinds);
const PII: readonly Label[] = Object.freeze(['pii']);

/** Personal data on its way out and in. What comes back with a card, account or social security number is labelled `pii`. */
export const personal: Inspector = {
  name: 'personal',
  version: 1,
  onCall(_call, texts) {
    const findings = finish(spotAll(texts, detectors));
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
  *onResult(_call, _result, texts): Steps<Sighting> {
    const findings = yield* spotAll(texts, detectors);
    if (findings === undefined) return NOTHING_SEEN;
    return findings.some(({ kind }) => PROVED.has(kind)) ? { findings, labels: PII } : { findings };
  },
};
