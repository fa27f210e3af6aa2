import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import { LOOPBACK } from '../model/host.ts';
import type { Inspector } from '../model/inspector.ts';
import { isObject, type Json, type JsonObject, pointerKey } from '../model/json.ts';
import { asksForSecret, takesSecret } from './questions/words.ts';

/**
 * Servers' questions to a person: forms that ask for secrets, pages that no browser should be sent to, and questions
 * that are neither form nor page.
 */
export const questions: Inspector = {
  name: 'questions',
  version: 2,
  onCall({ origin, method, params }) {
    if (origin !== 'upstream' || method !== 'elicitation/create') return NOTHING_SEEN;
    const { mode, url, requestedSchema } = params;
    const isForm = mode === undefined || mode === 'form';
    // Clients have to guess whether an ambiguous question is a form or a page, so it is examined as both.
    const findings = [
      ...(isForm || mode === 'url' ? [] : odd('/mode', 'Has a mode that is neither "form" nor "url".')),
      ...(isForm && url === undefined ? [] : pageFindings(url)),
      ...(isForm || requestedSchema !== undefined ? formFindings(requestedSchema, params.message) : []),
    ];
    return findings.length === 0 ? NOTHING_SEEN : { findings };
  },
};

const found = (kind: string, at: string, message: string): Finding[] => [{ kind, severity: 'high', at, message }];
const odd = (at: string, message: string): Finding[] => found('elicitation.odd', at, message);

function pageFindings(address: unknown): Finding[] {
  const bad = (message: string): Finding[] => found('elicitation.url', '/url', message);
  if (typeof address !== 'string' || !URL.canParse(address)) return bad('Is no whole web address.');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '')
    return bad('Carries a user name, which makes a page look like another one.');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))) return [];
  return bad(`Uses ${url.protocol.slice(0, -1)}, where only https may be shown to a person.`);
}

function formFindings(schema: Json | undefined, message: Json | undefined): Finding[] {
  if (schema === undefined) return messageFindings(message);
  const at = '/requestedSchema';
  if (!isObject(schema)) return odd(at, 'Is no form that can be judged: its schema is no object.');
  const { type, properties = {} } = schema;
  if ((type !== undefined && type !== 'object') || !isObject(properties) || HIDES_FIELDS.some((key) => key in schema))
    return odd(at, 'Is no form that can be judged: only an object of plain fields is one.');
  const fields = Object.entries(properties);
  const seen = fields.flatMap(([name, field]): Finding[] => {
    const here = `${at}/properties/${pointerKey(name)}`;
    if (!isFlat(field)) return odd(here, 'Is no plain field: what it asks for cannot be told.');
    return takesText(field) && takesSecret(name, field)
      ? found('elicitation.secret', here, 'Asks for a secret in a form.')
      : [];
  });
  // A form with only yes/no fields or choices cannot take a secret, whatever it talks about.
  return fields.some(([, field]) => takesText(field)) ? [...seen, ...messageFindings(message)] : seen;
}

const messageFindings = (message: Json | undefined): Finding[] =>
  typeof message === 'string' && asksForSecret(message)
    ? found('elicitation.secret', '/message', 'Asks for a secret in a form.')
    : [];

/** Keywords that add fields to a form beside its `properties`. */
const HIDES_FIELDS = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'patternProperties', 'dependentSchemas'];
const PLAIN: ReadonlySet<unknown> = new Set([undefined, 'string', 'number', 'integer', 'boolean', 'null']);

/**
 * Whether a field takes a single value, or several from a choice; including the way some libraries write optional
 * fields.
 */
function isFlat(field: Json | undefined): field is JsonObject {
  if (!isObject(field) || ['$ref', 'allOf', 'properties', 'patternProperties'].some((key) => key in field))
    return false;
  const { type, items, anyOf = [], oneOf = [] } = field;
  if (![anyOf, oneOf].every((one) => Array.isArray(one) && one.every(isFlat))) return false;
  if (type === 'array') return isFlat(items) && !takesText(items);
  return items === undefined && (Array.isArray(type) ? type : [type]).every((one) => PLAIN.has(one));
}

/** Whether text can be typed into a field, rather than chosen. */
function takesText(field: Json | undefined): boolean {
  if (!isObject(field)) return true;
  const { type, items, enum: choice, anyOf, oneOf } = field;
  if (type === 'boolean' || type === 'null' || field.const !== undefined || isFilled(choice)) return false;
  if (isFilled(oneOf)) return oneOf.some(takesText);
  if (isFilled(anyOf)) return anyOf.some(takesText);
  return type === 'array' ? takesText(items) : true;
}

const isFilled = (list: Json | undefined): list is readonly Json[] => Array.isArray(list) && list.length > 0;
