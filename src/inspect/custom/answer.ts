import { SEVERITIES } from '../../model/evidence/severity.ts';
import type { Finding, Sighting } from '../../model/evidence.ts';
import { isObject, type Json, type JsonPointer, pointerKeys, valueAt } from '../../model/json.ts';

/** Most findings or labels accepted for one call: more is no longer evidence, and would fill the record. */
const MOST = 500;
const MOST_TEXT = 1_000;
const KIND = /^custom\.[a-z0-9][a-z0-9-]{0,60}(?:\.[a-z0-9][a-z0-9-]{0,60}){0,4}$/;

/**
 * Turns a custom inspector's answer into a sighting. Throws, saying what is wrong with it: a misspelt member would go
 * unnoticed, and a finding that points at nothing would make a redacting rule redact nothing. Places are relative to
 * `root`.
 */
export function sightingOf(answer: unknown, root: Json): Sighting {
  if (!isPlain(answer)) throw nonsense(`${wordFor(answer)} instead of { findings, labels }; {} where nothing was seen`);
  refuseStrangers(answer, ['findings', 'labels'], '');
  const findings = listOf(answer.findings, 'findings').map((one, index) => findingOf(one, `findings[${index}]`, root));
  const labels = listOf(answer.labels, 'labels').map((one, index) => {
    if (typeof one !== 'string' || one === '' || one.length > 60) throw nonsense(`labels[${index}] is no mark`);
    return one;
  });
  return { findings, labels };
}

const nonsense = (what: string): Error => new Error(`answered nonsense: ${what}`);

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => isObject(value);

const wordFor = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value);

function refuseStrangers(value: object, known: readonly string[], place: string): void {
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) throw nonsense(`${place}${stranger} means nothing; known: ${known.join(', ')}`);
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw nonsense(`${name} is not a list`);
  if (value.length > MOST) throw nonsense(`${name} has more than ${MOST} entries`);
  return value;
}

function findingOf(value: unknown, place: string, root: Json): Finding {
  if (!isPlain(value)) throw nonsense(`${place} is ${wordFor(value)}`);
  refuseStrangers(value, ['kind', 'severity', 'at', 'message', 'span', 'inKey'], `${place}.`);
  const { kind, at, message, span, inKey } = value;
  const severity = SEVERITIES.find((one) => one === value.severity);
  if (typeof kind !== 'string' || !KIND.test(kind))
    throw nonsense(`${place}.kind must begin with "custom.", such as custom.project-name`);
  if (severity === undefined) throw nonsense(`${place}.severity must be one of ${SEVERITIES.join(', ')}`);
  if (typeof message !== 'string' || message === '' || message.length > MOST_TEXT)
    throw nonsense(`${place}.message must be one sentence`);
  if (inKey !== undefined && typeof inKey !== 'boolean') throw nonsense(`${place}.inKey must be true or false`);
  const text = typeof at === 'string' ? textAt(root, at, inKey === true) : undefined;
  if (typeof at !== 'string' || text === undefined)
    throw nonsense(`${place}.at must be the JSON pointer of something that is there`);
  const finding = { kind, severity, at, message, ...(inKey === true ? { inKey } : {}) };
  if (span === undefined) return finding;
  return { ...finding, span: spanOf(span, text, place) };
}

/** The text at a place; undefined if there is nothing. A value that is not text has no span. */
function textAt(root: Json, at: JsonPointer, inKey: boolean): string | undefined {
  if (at !== '' && !at.startsWith('/')) return undefined;
  const value = valueAt(root, at);
  if (value === undefined) return undefined;
  if (inKey)
    return isObject(valueAt(root, at.slice(0, Math.max(0, at.lastIndexOf('/'))))) ? pointerKeys(at).at(-1) : undefined;
  return typeof value === 'string' ? value : '';
}

function spanOf(span: unknown, text: string, place: string): [number, number] {
  const [start, end] = Array.isArray(span) && span.length === 2 ? span : [];
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > text.length)
    throw nonsense(`${place}.span must be [start, end] within the text at ${place}.at`);
  return [start, end];
}
