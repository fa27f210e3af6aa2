import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { instructionText } from './detectors/instructions.ts';
import { spotAll } from './spots.ts';

const detectors = [instructionText];

/** Results that speak to the model instead of answering it. Evidence of low weight: provenance is what controls. */
export const instructions: Inspector = {
  name: 'instructions',
  version: 1,
  onResult(_call, _result, texts) {
    const findings = spotAll(texts, detectors);
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
