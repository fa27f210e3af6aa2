import { argsOf, type Call, type Target } from '../model/call.ts';
import type { Evidence, Finding } from '../model/evidence.ts';
import { jsonOf } from '../model/json/parse.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  type JsonPointer,
  pointerKey,
  pointerKeys,
  valueAt,
} from '../model/json.ts';
import { afterString } from '../model/text/scan.ts';
import { type Edit, keySpanAt, spanAt, splice } from '../model/text/splice.ts';
import { type Replace, restEdits } from './rest.ts';

export type { Replace } from './rest.ts';

const isSecret = (finding: Finding): boolean => finding.kind.startsWith('secret.');
const NO_SECRETS: readonly Finding[] = Object.freeze([]);

/** Findings that point at a secret. Their text never reaches the disk, the policy or a person's screen as it is. */
export const secretsIn = ({ findings, audited }: Evidence): readonly Finding[] =>
  findings.length === 0 && audited.length === 0 ? NO_SECRETS : [...findings, ...audited].filter(isSecret);

/**
 * JSON text with what the findings point at replaced, and everything else untouched to the letter. A finding without a
 * span stands for the whole string; one that points at no string replaces the whole value.
 */
export function replaceFound(text: string, root: Json, findings: readonly Finding[], replace: Replace): string {
  const places = new Map<string, { at: JsonPointer; inKey: boolean; found: Finding[] }>();
  for (const finding of findings) {
    const inKey = finding.inKey === true;
    const place = `${inKey ? 'k' : 'v'}${finding.at}`;
    const here = places.get(place);
    if (here === undefined) places.set(place, { at: finding.at, inKey, found: [finding] });
    else here.found.push(finding);
  }
  const edits: Edit[] = [];
  for (const { at, inKey, found } of places.values()) {
    const span = inKey ? keySpanAt(text, at) : spanAt(text, at);
    if (span === undefined) continue;
    for (const finding of found) {
      if (finding.rest !== true) continue;
      // One by one: there are too many for the arguments of a call.
      for (const edit of restEdits(text, finding, replace)) edits.push(edit);
    }
    const whole = inKey ? pointerKeys(at).at(-1) : valueAt(root, at);
    const put =
      typeof whole === 'string'
        ? replaceSpans(whole, found, replace)
        : replace(kindOf(found), JSON.stringify(whole) ?? '');
    edits.push({ span, put: JSON.stringify(put) });
  }
  return splice(text, outermost(edits));
}

/** Drops edits inside another one: the outer edit replaces them as well. */
function outermost(edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const kept: Edit[] = [];
  let end = -1;
  for (const edit of sorted) {
    if (edit.span.start < end) continue;
    kept.push(edit);
    end = edit.span.end;
  }
  return kept;
}

const kindOf = (found: readonly Finding[]): string => found[0]?.kind ?? 'secret';

/** Overlapping spans become one: what two detectors saw is replaced once. */
function replaceSpans(text: string, found: readonly Finding[], replace: Replace): string {
  const spans = found
    .map(({ kind, span }) => ({ kind, start: span?.[0] ?? 0, end: span?.[1] ?? text.length }))
    .filter(({ start, end }) => start >= 0 && end <= text.length && start < end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  // A span that does not fit its string is a detector's mistake: nothing of that string is shown.
  if (spans.length < found.length) return replace(kindOf(found), text);
  const numbers = numbersAt(text, spans);
  let out = '';
  let at = 0;
  for (let i = 0; i < spans.length; ) {
    const { kind, start } = spans[i] as Spanned;
    let { end } = spans[i] as Spanned;
    for (i++; i < spans.length && (spans[i] as Spanned).start < end; i++) {
      end = Math.max(end, (spans[i] as Spanned).end);
    }
    const put = replace(kind, text.slice(start, end));
    out += text.slice(at, start) + (numbers?.has(start) === true ? JSON.stringify(put) : put);
    at = end;
  }
  return out + text.slice(at);
}

interface Spanned {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

const NUMBER = /^-?\d+$/;

/**
 * The starts of spans that are bare numbers in JSON printed into a string. Their replacement needs quotes, or that JSON
 * could no longer be parsed.
 */
function numbersAt(text: string, spans: readonly Spanned[]): ReadonlySet<number> | undefined {
  const numbers = spans.filter(({ start, end }) => end - start < 100 && NUMBER.test(text.slice(start, end)));
  if (numbers.length === 0 || !isJson(text)) return undefined;
  const bare = new Set(numbers.map(({ start }) => start));
  let next = 0;
  for (let open = text.indexOf('"'); open >= 0 && next < numbers.length; ) {
    const end = afterString(text, open);
    while ((numbers[next]?.start ?? end) < open) next++;
    for (let start = numbers[next]?.start; start !== undefined && start < end; start = numbers[next]?.start) {
      bare.delete(start);
      next++;
    }
    open = text.indexOf('"', end);
  }
  return bare;
}

const isJson = (text: string): boolean => /^\s*[{[]/.test(text) && jsonOf(text) !== undefined;

/**
 * The call as policy and record see it: secrets replaced by tokens, equal ones by equal tokens. A decision made from this
 * can be made again from the record alone (law 9).
 */
export function maskCall(call: Call, evidence: Evidence, token: Replace): Call {
  const secrets = secretsIn(evidence);
  if (secrets.length === 0) return call;
  const text = replaceFound(call.text, call.params, secrets, token);
  const parsed = JSON.parse(text) as Json;
  const params: JsonObject = isObject(parsed) ? parsed : {};
  return Object.freeze({ ...call, target: maskTarget(call, params), text, params, args: argsOf(call.method, params) });
}

/** The call where it could not be masked: nothing that it brought is left, an address that names its target included. */
export const blankCall = (call: Call): Call =>
  Object.freeze({
    ...call,
    target: call.method.startsWith('resources/') ? { ...call.target, name: '' } : call.target,
    text: '{}',
    params: {},
    args: {},
  });

/** A resource is named by its address, which may hold a password. */
const maskTarget = ({ method, target, params }: Call, masked: JsonObject): Target =>
  method.startsWith('resources/') && target.name === params.uri && typeof masked.uri === 'string'
    ? { ...target, name: masked.uri }
    : target;

/**
 * Evidence as it is recorded. A secret in the name of a member is replaced in every pointer that leads through it, and where a
 * message names it.
 */
export function maskEvidence(evidence: Evidence, token: Replace): Evidence {
  const named = secretsIn(evidence).filter(({ inKey }) => inKey === true);
  if (named.length === 0) return evidence;
  const secrets = named.map(({ kind, at, span }) => {
    const name = pointerKeys(at).at(-1) ?? '';
    const found = span === undefined ? name : name.slice(span[0], span[1]);
    return { name: found, found: pointerKey(found), put: token(kind, found) };
  });
  const mask = (at: JsonPointer): JsonPointer =>
    secrets.reduce((path, { found, put }) => (found === '' ? path : path.replaceAll(found, put)), at);
  const say = (text: string): string =>
    secrets.reduce((said, { name, put }) => (name === '' ? said : said.replaceAll(name, put)), mask(text));
  const masked = <T extends Finding>(list: readonly T[]): T[] =>
    list.map((one) => ({ ...one, at: mask(one.at), message: say(one.message) }));
  return {
    ...evidence,
    findings: masked(evidence.findings),
    audited: masked(evidence.audited),
    flows: evidence.flows.map((flow) => ({ ...flow, to: { ...flow.to, at: mask(flow.to.at) } })),
  };
}

/** The evidence where it could not be masked: what was seen, without the places and words that may hold a name of a caller's. */
export const blankEvidence = (evidence: Evidence): Evidence => ({
  ...evidence,
  findings: evidence.findings.map(blankFinding),
  audited: evidence.audited.map(blankFinding),
  flows: [],
});

const blankFinding = ({ kind, severity }: Finding): Finding => ({
  kind,
  severity,
  at: '',
  message: 'Where this was seen could not be masked, and is not recorded.',
});
