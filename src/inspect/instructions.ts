import { base64Runs } from '../model/decode.ts';
import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { instructionText } from './detectors/instructions.ts';
import { findingAt, MOST_FINDINGS, spotAll } from './spots.ts';

const detectors = [instructionText];

/** Wide letters that a model reads as the plain ones. */
const WIDE = /[\uff41-\uff5a]{3}/;
const CLEAN: Finding[] = [];

/** The same in base64, and in wide letters: nobody writes to people so. */
function lookBehind(leaf: Leaf): Finding[] {
  const { text } = leaf;
  const runs = base64Runs(text);
  const isWide = text.length <= 65_536 && WIDE.test(text);
  if (runs.length === 0 && !isWide) return CLEAN;
  const hidden = isWide ? [...runs, { start: 0, end: text.length, text: text.normalize('NFKC') }] : runs;
  return hidden.flatMap((run) => {
    const spotted = instructionText.find(run.text)[0];
    return spotted === undefined ? [] : [findingAt(leaf, { ...spotted, start: run.start, end: run.end })];
  });
}

/** Results that speak to the model instead of answering it. Evidence of low weight: provenance is what controls. */
export const instructions: Inspector = {
  name: 'instructions',
  version: 2,
  onResult(_call, _result, texts) {
    const plain = spotAll(texts, detectors);
    const disguised = texts.flatMap(lookBehind);
    const findings = disguised.length === 0 ? plain : [...(plain ?? []), ...disguised].slice(0, MOST_FINDINGS);
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
