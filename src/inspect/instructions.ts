import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf, Leaves } from '../model/json.ts';
import { PIECE, type Steps } from '../model/steps.ts';
import { base64Runs } from '../model/text/decode.ts';
import { instructionText } from './detectors/instructions.ts';
import { areShort, findingAt, MOST_FINDINGS, spotAll, spotInSteps } from './reading/spots.ts';

const detectors = [instructionText];

/** Full-width letters that a model reads as the plain ones. */
const WIDE = /[\uff41-\uff5a]{3}/;
const CLEAN: Finding[] = [];

/** Finds the same wording in base64 and in full-width letters: nobody writes to people like that. */
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

const sighting = (plain: Finding[] | undefined, disguised: Finding[] | undefined): Sighting => {
  const findings = disguised === undefined ? plain : [...(plain ?? []), ...disguised].slice(0, MOST_FINDINGS);
  return findings === undefined ? NOTHING_SEEN : { findings };
};

function lookAtOnce(texts: Leaves): Sighting {
  let disguised: Finding[] | undefined;
  for (let i = 0; i < texts.length; i++) {
    const found = lookBehind(texts.at(i) as Leaf);
    if (found.length > 0) disguised = disguised === undefined ? found : disguised.concat(found);
  }
  return sighting(spotAll(texts, detectors), disguised);
}

function* inSteps(texts: Leaves): Steps<Sighting> {
  const plain = yield* spotInSteps(texts, detectors);
  let disguised: Finding[] | undefined;
  let read = 0;
  for (let i = 0; i < texts.length; i++) {
    const leaf = texts.at(i) as Leaf;
    const found = lookBehind(leaf);
    if (found.length > 0) disguised = disguised === undefined ? found : disguised.concat(found);
    read += leaf.text.length;
    if (read < PIECE) continue;
    read = 0;
    yield;
    // Any further findings would be dropped in the end.
    if (disguised !== undefined && disguised.length > MOST_FINDINGS) break;
  }
  return sighting(plain, disguised);
}

/** Results that address the model instead of answering it. This is weak evidence: the real control is provenance. */
export const instructions: Inspector = {
  name: 'instructions',
  version: 3,
  readsTextsAlone: true,
  onResult: (_call, _result, texts) => (areShort(texts) ? lookAtOnce(texts) : inSteps(texts)),
};
