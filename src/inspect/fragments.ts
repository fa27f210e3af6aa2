import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { decodings } from '../model/text/decode.ts';
import { TRAIT } from '../model/text/traits.ts';
import type { Detector } from './detectors/detector.ts';
import { shellFragments } from './detectors/shell-fragments.ts';
import { sqlFragments } from './detectors/sql-fragments.ts';
import { nameAt, roleOf } from './reading/place.ts';
import { findingAt, MOST_FINDINGS } from './reading/spots.ts';

/** Names of arguments that hold code, queries or commands by nature: those are parsed by grammars instead. */
const IS_CODE =
  /^(?:sql|cmd|commands?|command_?line|bash|shell|script|code|expression|formula|regex|pattern|snippet|program|argv?|args|html|markdown|patch|diff|source)$|query|script|code$/i;
const IS_MESSAGE = /^(?:content|body|text|message|description|comment|note|title|subject|summary)$/i;
const LONGEST = 2_000;
const LONGEST_CONTENT = 400;
/** Any text that breaks out of its place contains one of these; most arguments have none. */
const HINT = /['"`;|&$%#=(]|--|\\[nr]|union|^\s{0,3}(?:wget|curl|perl|nc|reg|dir)\s/i;

function lookAt(call: Call, leaf: Leaf): Finding | undefined {
  const { text } = leaf;
  if (leaf.key || text.length < 3 || text.length > LONGEST || !HINT.test(text)) return undefined;
  const role = roleOf(call, leaf.at);
  // Long content is somebody's prose; a short value called content may be what a record is looked up by.
  if (role === 'command' || (role === 'content' && text.length > LONGEST_CONTENT)) return undefined;
  const name = nameAt(leaf.at);
  if (IS_CODE.test(name)) return undefined;
  // Messages talk about commands; one that begins with a placeholder wants a shell to fill it in.
  if (IS_MESSAGE.test(name) && !/^\s{0,3}\$[({]/.test(text)) return undefined;
  const forms = decodings(text);
  for (const detector of DETECTORS) {
    for (const [i, form] of forms.entries()) {
      const spotted = detector.find(form)[0];
      // Offsets in a decoded form do not match the original, so the whole text is reported as the place.
      if (spotted !== undefined) return findingAt(leaf, i === 0 ? spotted : { ...spotted, start: 0, end: text.length });
    }
  }
  return undefined;
}

const DETECTORS: readonly Detector[] = [sqlFragments, shellFragments];

/** Plain values that would break out of a query or command line, if the server inserted them into one. */
export const fragments: Inspector = {
  name: 'fragments',
  version: 1,
  needs: TRAIT.joint | TRAIT.space,
  readsCallAlone: true,
  onCall(call, texts) {
    let findings: Finding[] | undefined;
    for (const leaf of texts) {
      const finding = lookAt(call, leaf);
      if (finding === undefined) continue;
      findings ??= [];
      if (findings.push(finding) >= MOST_FINDINGS) break;
    }
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
