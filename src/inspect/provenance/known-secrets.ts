import type { Severity } from '../../model/evidence/severity.ts';
import type { Finding, Flow } from '../../model/evidence.ts';
import type { Steps } from '../../model/steps.ts';
import type { Sighted, View } from '../../model/view.ts';
import { isWords } from '../detectors/assignments.ts';
import { type FlowList, NAMED } from './flow-list.ts';
import { type SecretWord, secretWords } from './secret-words.ts';

/** How many values are looked up between two pauses. */
const MANY = 500;
/** If a text holds more secrets than this, the whole text is reported as one. */
const MOST = 100;

/**
 * Traces secrets that results gave. Memory only has the tokens that replaced them, so every value that could be a
 * secret is looked up by its token. Each hit is also a finding: if only memory knows that a value is a secret, the
 * record would otherwise show it in the clear. `isOwn`: what the call's server is given itself, and no secret to it.
 */
export function* traceSecrets(
  list: FlowList,
  findings: Finding[],
  { memory }: View,
  { at, text, role }: { readonly at: string; readonly text: string; readonly role?: Flow['to']['role'] },
  secretKey: (secret: string) => string,
  isOwn: (value: string) => boolean,
): Steps<void> {
  const known = new Map<string, Severity | undefined>();
  const found: (SecretWord & { readonly severity: Severity })[] = [];
  for (const word of secretWords(text)) {
    if (isOwn(word.text)) continue;
    if (!known.has(word.text)) {
      if (known.size % MANY === MANY - 1) yield;
      const [key, sightings, via] = soughtIn(memory, word, secretKey);
      // Words that only their name made a secret tell the server nothing that gave them.
      const isBack = isWords(word.text) && sightings.every(({ upstream }) => upstream === list.receiver);
      known.set(word.text, sightings.length === 0 ? undefined : isBack ? 'info' : 'high');
      if (sightings.length > 0) {
        const step = memory.used(key);
        const isOwn = step !== undefined && sightings.every((one) => one.step > step);
        const to = { at, ...(role === undefined ? {} : { role }), ...(word.start === 0 ? {} : { part: word.start }) };
        list.add(to, via, isOwn ? [...sightings, { ...NAMED, step }] : sightings);
      }
    }
    const severity = known.get(word.text);
    if (severity !== undefined) found.push({ ...word, severity });
  }
  // What is known to be graver stands for its place.
  found.sort((a, b) => Number(a.severity === 'high') - Number(b.severity === 'high'));
  const spans = new Map(found.map((one) => [`${one.start} ${one.end}`, one] as const));
  if (spans.size > MOST) findings.push(findingAt(at, 'high'));
  else
    for (const { start, end, severity } of spans.values())
      findings.push({ ...findingAt(at, severity), span: [start, end] });
}

/** The key under which a value may be known, and where it was seen: as it is, or as the base64 that it was read in. */
function soughtIn(
  memory: View['memory'],
  { text, via }: SecretWord,
  secretKey: (secret: string) => string,
): readonly [key: string, sightings: readonly Sighted[], via: Flow['via']] {
  const key = secretKey(text);
  const sightings = memory.find(key);
  if (sightings.length > 0 || via === 'decoded' || text.length > LONGEST_ENCODED) return [key, sightings, via];
  for (const end of ENDS) {
    const other = secretKey(Buffer.from(text + end).toString('base64'));
    const found = memory.find(other);
    if (found.length > 0) return [other, found, 'decoded'];
  }
  return [key, sightings, via];
}
/** What is put into a store from a file or by `echo` ends with its line. */
const ENDS = ['', '\n'];
/** A longer value is no password; a key of several lines is told by its form. */
const LONGEST_ENCODED = 200;

const findingAt = (at: string, severity: Severity): Finding => ({
  kind: 'secret.known',
  severity,
  at,
  message: 'Holds a secret that a result of this session gave, or its user.',
});
