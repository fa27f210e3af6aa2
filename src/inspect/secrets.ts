import { base64Runs, decodings } from '../model/decode.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { assignments, looksSecret } from './detectors/assignments.ts';
import { jwt } from './detectors/jwt.ts';
import { privateKeys } from './detectors/private-keys.ts';
import { tokens } from './detectors/tokens.ts';
import { urlPasswords } from './detectors/url-passwords.ts';
import { hexRuns } from './hex.ts';
import { findingAt, MOST_FINDINGS } from './spots.ts';

/** Most special first: what an earlier one sees, a later one need not name again. */
export const secretDetectors = [privateKeys, tokens, jwt, urlPasswords, assignments];

/** In every name that the pattern below is after. */
const HINT = /key|token|secret|passw|phrase/i;
const NAMED =
  /(?:^|[_-])(?:api_?key|secret|passw(?:or)?d|passphrase|(?:access|auth|bearer|refresh|private)_?(?:key|token))$/i;

function lookInto(leaf: Leaf, findings: Finding[]): void {
  const { text } = leaf;
  if (text.length < 12) return;
  const before = findings.length;
  const isNew = (start: number, end: number): boolean => {
    for (let i = before; i < findings.length; i++) {
      const span = findings[i]?.span;
      if (span !== undefined && start < span[1] && end > span[0]) return false;
    }
    return findings.length < MOST_FINDINGS;
  };
  for (const detector of secretDetectors) {
    for (const spotted of detector.find(text)) {
      if (isNew(spotted.start, spotted.end)) findings.push(findingAt(leaf, spotted));
    }
  }
  for (const [runs, how] of [
    [base64Runs(text), 'base64'],
    [hexRuns(text), 'hexadecimal digits'],
  ] as const)
    for (const run of runs) {
      for (const detector of secretDetectors) {
        const spotted = detector.find(run.text)[0];
        if (spotted === undefined || !isNew(run.start, run.end)) continue;
        // The span covers the whole run: redacting a part of base64 would leave the rest readable.
        findings.push(
          findingAt(leaf, {
            ...spotted,
            start: run.start,
            end: run.end,
            message: `${spotted.message.slice(0, -1)}, in ${how}.`,
          }),
        );
        break;
      }
    }
  if (findings.length === before && text.includes('%')) {
    for (const form of decodings(text).slice(1)) {
      const spotted = secretDetectors.map((detector) => detector.find(form)[0]).find((one) => one !== undefined);
      if (spotted === undefined) continue;
      findings.push(findingAt(leaf, { ...spotted, start: 0, end: text.length }));
      break;
    }
  }
  if (findings.length === before && !leaf.key && text.length <= 200 && HINT.test(leaf.at) && !/\s/.test(text)) {
    const name = leaf.at.slice(leaf.at.lastIndexOf('/') + 1).replace(/([a-z])([A-Z])/g, '$1_$2');
    if (NAMED.test(name) && looksSecret(text, /pass/i.test(name))) {
      findings.push(
        findingAt(leaf, {
          kind: 'secret.generic',
          severity: 'medium',
          start: 0,
          end: text.length,
          message: 'Is called a password, key or token and looks like one.',
        }),
      );
    }
  }
}

function look(texts: readonly Leaf[]): Sighting {
  const findings: Finding[] = [];
  for (const leaf of texts) lookInto(leaf, findings);
  return findings.length === 0 ? NOTHING_SEEN : { findings };
}

/** Secrets on their way out (arguments) and in (results). Findings say what and where, never the secret. */
export const secrets: Inspector = {
  name: 'secrets',
  version: 3,
  onCall: (_call, texts) => look(texts),
  onResult: (_call, _result, texts) => look(texts),
};
