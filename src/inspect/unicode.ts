import type { Inspector } from '../model/inspector.ts';
import { hiddenText } from './detectors/unicode.ts';
import { lookNow, lookWith, needsOf } from './reading/spots.ts';

const detectors = [hiddenText];

/** Text that a person would not see, in calls and in results. */
export const unicode: Inspector = {
  name: 'unicode',
  version: 3,
  needs: needsOf(detectors),
  readsCallAlone: true,
  readsTextsAlone: true,
  onCall: (_call, texts) => lookNow(texts, detectors),
  onResult: (_call, _result, texts) => lookWith(texts, detectors),
};
