import type { Finding } from '../../model/evidence.ts';
import { type JsonObject, leaves } from '../../model/json.ts';
import { concealment } from '../detectors/concealment.ts';
import type { Detector, Spotted } from '../detectors/detector.ts';
import { errands } from '../detectors/errands.ts';
import { override } from '../detectors/override.ts';
import { preference } from '../detectors/preference.ts';
import { pretence } from '../detectors/pretence.ts';
import { secrecy } from '../detectors/secrecy.ts';
import { hiddenText } from '../detectors/unicode.ts';
import { findingAt, MOST_FINDINGS } from '../reading/spots.ts';
import { disguisesOf } from './disguises.ts';
import { isAboutModels, parameterFindings } from './parameters.ts';
import { type Setting, suspicionsIn } from './suspicions.ts';

/** Detectors for text that is addressed to the model, whatever else it says. */
const SPEECH: readonly Detector[] = [override, secrecy, pretence, errands, preference];
const SIGHT: readonly Detector[] = [concealment];

/** Most UTF-16 units read of one definition. Hostile ones are longer, and a finding says so. */
const MOST_READ = 131_072;
const MOST_TEXTS = 20_000;
const SHORTEST = 6;

/**
 * What is wrong with one definition (a tool, prompt or resource as a server lists it, or `{ instructions }`), judged by
 * itself alone: each finding with its place and words for a person. Schema references are not followed, so nothing can
 * go in circles; the work is linear in the text.
 */
export function scanDefinition(definition: JsonObject): readonly Finding[] {
  const findings: Finding[] = [];
  let read = 0;
  let texts = 0;
  const isTrade = isAboutModels(definition);
  for (const leaf of leaves(definition)) {
    if (leaf.text.length < SHORTEST) continue;
    read += leaf.text.length;
    texts++;
    if (read > MOST_READ || texts > MOST_TEXTS) {
      findings.push(UNREAD);
      break;
    }
    const said = new Set<string>();
    const setting = { isTrade, isParameter: !leaf.key && IN_PARAMETER.test(leaf.at) };
    for (const spotted of readText(leaf.text, setting)) {
      // Repeating a message for the same text adds nothing.
      if (said.has(spotted.message)) continue;
      said.add(spotted.message);
      findings.push(findingAt(leaf, spotted));
    }
    if (findings.length >= MOST_FINDINGS) break;
  }
  findings.push(...parameterFindings(definition));
  return findings.slice(0, MOST_FINDINGS);
}

const UNREAD: Finding = {
  kind: 'definition.unread',
  severity: 'medium',
  at: '',
  message: 'Is longer than anybody reads: the rest of it was not looked at.',
};

/** Several words, a name of many parts, non-ASCII letters, or long enough to be encoded. The rest is types and values. */
const SAYS_ANYTHING = /\S\s+\S|[^\0-\x7f]|[^\s]{32}|(?:[_-][^_-]+){4}/;

const IN_PARAMETER = /^\/(?:inputSchema|arguments)\/.*\/(?:description|title)$/;

/** Everything seen in one text of a definition, plain or disguised. */
function readText(text: string, setting: Setting): readonly Spotted[] {
  const found: Spotted[] = [];
  for (const detector of SIGHT) found.push(...detector.find(text));
  for (const { kind, ...spotted } of hiddenText.find(text))
    found.push({
      ...spotted,
      kind: 'definition.concealed',
      severity: kind === 'unicode.lookalike' ? 'medium' : spotted.severity,
    });
  if (!SAYS_ANYTHING.test(text)) return found;
  const plain = SPEECH.flatMap((detector) => detector.find(text));
  // The phrase detectors word their findings better; the topics catch the same ideas said in other words.
  if (!plain.some(({ severity }) => severity === 'high' || severity === 'medium'))
    plain.push(...suspicionsIn(text, setting));
  found.push(...plain);
  for (const { start, end, text: said } of disguisesOf(text)) {
    const isWhole = start === 0 && end === text.length;
    for (const detector of SPEECH) {
      const spotted = detector.find(said)[0];
      // Something that is also said openly is not a disguise.
      if (spotted === undefined || (isWhole && plain.some(({ kind }) => kind === spotted.kind))) continue;
      found.push({ ...spotted, severity: 'high', start, end, message: `In disguise: ${spotted.message}` });
    }
  }
  return found;
}
