import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { finish, type Steps } from '../model/steps.ts';
import { hiddenText } from './detectors/unicode.ts';
import { spotAll } from './spots.ts';

const detectors = [hiddenText];

function* look(texts: readonly Leaf[]): Steps<Sighting> {
  const findings = yield* spotAll(texts, detectors);
  return findings === undefined ? NOTHING_SEEN : { findings };
}

/** Text that a person would not see, on its way in and out. */
export const unicode: Inspector = {
  name: 'unicode',
  version: 2,
  onCall: (_call, texts) => finish(look(texts)),
  onResult: (_call, _result, texts) => look(texts),
};
