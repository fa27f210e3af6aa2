import { base64Runs } from '../model/decode.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { PIECE, type Steps } from '../model/steps.ts';
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
  *onResult(_call, _result, texts): Steps<Sighting> {
    const plain = yield* spotAll(texts, detectors);
    let disguised: Finding[] | undefined;
    let read = 0;
    for (const leaf of texts) {
      const found = lookBehind(leaf);
      if (found.length > 0) disguised = disguised === undefined ? found : disguised.concat(found);
      read += leaf.text.length;
      if (read < PIECE) continue;
      read = 0;
      yield;
      // More is thrown away below.
      if (disguised !== undefined && disguised.length > MOST_FINDINGS) break;
    }
    const findings = disguised === undefined ? plain : [...(plain ?? []), ...disguised].slice(0, MOST_FINDINGS);
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
