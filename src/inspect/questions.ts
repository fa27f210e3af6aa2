import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { isObject, type JsonObject, pointerKey } from '../model/json.ts';

/** Names and titles of fields that ask for what no form may: forms pass through clients, models and logs. */
const SECRET =
  /pass(?:word|phrase|code|wd)|secret|api[-_ ]?key|(?:access|auth|bearer|refresh|session)[-_ ]?token|private[-_ ]?key|credential|\bpin\b|\botp\b|one[-_ ]?time|\b[ct]vv\b|\bcvc\b|card[-_ ]?number|seed[-_ ]?phrase|recovery[-_ ]?(?:code|phrase)/i;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Servers' questions to the person: forms that ask for secrets, and pages that no browser should be sent to. */
export const questions: Inspector = {
  name: 'questions',
  version: 1,
  onCall({ origin, method, params }) {
    if (origin !== 'upstream' || method !== 'elicitation/create') return NOTHING_SEEN;
    const findings = params.mode === 'url' ? pageFindings(params.url) : formFindings(params.requestedSchema);
    return findings.length === 0 ? NOTHING_SEEN : { findings };
  },
};

function pageFindings(address: unknown): Finding[] {
  const found = (message: string): Finding[] => [{ kind: 'elicitation.url', severity: 'high', at: '/url', message }];
  if (typeof address !== 'string' || !URL.canParse(address)) return found('Is no whole web address.');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '')
    return found('Carries a user name, which makes a page look like another one.');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return [];
  return found(`Uses ${url.protocol.slice(0, -1)}, where only https may be shown to a person.`);
}

function formFindings(schema: unknown): Finding[] {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, field]): Finding[] => {
    if (!asksForSecret(name, isObject(field) ? field : {})) return [];
    const at = `/requestedSchema/properties/${pointerKey(name)}`;
    return [{ kind: 'elicitation.secret', severity: 'high', at, message: 'Asks for a secret in a form.' }];
  });
}

const asksForSecret = (name: string, { title, format }: JsonObject): boolean =>
  format === 'password' ||
  SECRET.test(name.replace(/([a-z])([A-Z])/g, '$1 $2')) ||
  (typeof title === 'string' && SECRET.test(title));
