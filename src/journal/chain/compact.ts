import type { Principal, Session, Target } from '../../model/call.ts';
import type { Decision } from '../../model/decision.ts';
import type { Evidence, Flow, InspectorRun } from '../../model/evidence.ts';
import type { CallEntry, HoldEntry, JudgedEntry, ResultEntry } from '../../model/record/judged.ts';
import type { Entry } from '../../model/record.ts';
import type { Power } from '../../model/tool.ts';

/**
 * The shorter form in which entries stand in a line: runs of inspectors as text (`schema@1:12`, `!` did not run, `~` was
 * in audit), empty lists left out. Every call has a dozen runs and most have nothing else. Put together by hand, since
 * this is most of what recording a call costs.
 */
export function encodeEntry(entry: Entry): string {
  if (entry.kind !== 'call' && entry.kind !== 'hold' && entry.kind !== 'result') return JSON.stringify(entry);
  const { evidence, decision, asOf, payload } = entry;
  return (
    `${entry.kind === 'result' ? headOfResult(entry) : headOfCall(entry)},"evidence":${encodeEvidence(evidence)}` +
    `,"decision":${encodeDecision(decision)},"asOf":${numeral(asOf)},"payload":{"digest":${quote(payload.digest)}` +
    `,"size":${payload.size}${payload.cut === true ? ',"cut":true' : ''}}` +
    `${entry.kind === 'hold' ? `,"hold":${JSON.stringify(entry.hold)}` : ''}` +
    `${entry.kind !== 'call' || entry.labels === undefined ? '' : `,"labels":${listed(entry.labels)}`}` +
    `${entry.kind !== 'call' || entry.notice === undefined ? '' : `,"notice":${JSON.stringify(entry.notice)}`}}`
  );
}

/** Takes what `JSON.parse` made of an encoded entry. */
export function decodeEntry(stored: unknown): Entry {
  const entry = stored as Stored;
  if (entry.kind !== 'call' && entry.kind !== 'hold' && entry.kind !== 'result') return entry;
  return { ...entry, evidence: decodeEvidence(entry.evidence), decision: decodeDecision(entry.decision) };
}

const headOfCall = (entry: CallEntry | HoldEntry): string =>
  `{"kind":"${entry.kind}","call":${quote(entry.call)}${aboutText(entry)},"digest":${quote(entry.digest)}`;

/** What calls of one session to one tool have in common. */
type About = Pick<CallEntry, 'session' | 'principal' | 'origin' | 'method' | 'target' | 'facts'>;

const abouts = new WeakMap<Target, { readonly about: About; readonly text: string }>();

/** Most calls have all of this in common with the last one to the same tool. */
function aboutText({ session, principal, origin, method, target, facts }: About): string {
  const known = abouts.get(target);
  if (
    known?.about.session === session &&
    known.about.principal === principal &&
    known.about.origin === origin &&
    known.about.method === method &&
    known.about.facts === facts
  )
    return known.text;
  const text =
    `,"session":${sharedText(session)},"principal":${sharedText(principal)},"origin":"${origin}"` +
    `,"method":${quote(method)},"target":${sharedText(target)},"facts":${quote(facts)}`;
  abouts.set(target, { about: { session, principal, origin, method, target, facts }, text });
  return text;
}

const headOfResult = (entry: ResultEntry): string =>
  `{"kind":"result","call":${quote(entry.call)},"session":${quote(entry.session)}` +
  `,"target":${sharedText(entry.target)},"powers":${sharedText(entry.powers)}` +
  (entry.origin === undefined ? '' : `,"origin":${quote(entry.origin)}`) +
  `,"outcome":"${entry.outcome}","failed":${entry.failed},"size":${numeral(entry.size)}`;

/** What a string of JSON escapes. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

const quote = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/** `null` for what JSON has no number for. */
const numeral = (value: number): string => (Number.isFinite(value) ? `${value}` : 'null');

const shared = new WeakMap<object, string>();

/** Sessions, principals, targets and powers serve many calls and never change. */
function sharedText(value: Session | Principal | Target | readonly Power[]): string {
  const known = shared.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  shared.set(value, text);
  return text;
}

interface StoredEvidence extends Partial<Omit<Evidence, 'ran'>> {
  readonly ran?: readonly string[];
}

/** An entry as a line has it. */
type Stored = Exclude<Entry, JudgedEntry> | Shortened<CallEntry> | Shortened<HoldEntry> | Shortened<ResultEntry>;
type Shortened<E> = Omit<E, 'evidence' | 'decision'> & {
  readonly evidence: StoredEvidence;
  readonly decision: StoredDecision;
};

type StoredDecision = Pick<Decision, 'phase' | 'effect' | 'policy' | 'approval' | 'list'> & Partial<Decision>;

function encodeEvidence({ ran, findings, flows, labels, faults, audited, outflows, fields }: Evidence): string {
  const text =
    (ran.length === 0 ? '' : `,"ran":[${encodeRuns(ran)}]`) +
    listMember('findings', findings) +
    (flows.length === 0 ? '' : `,"flows":[${flows.map(encodeFlow).join(',')}]`) +
    (labels.length === 0 ? '' : `,"labels":${listed(labels)}`) +
    listMember('faults', faults) +
    listMember('audited', audited) +
    (outflows === undefined ? '' : listMember('outflows', outflows)) +
    (fields === undefined ? '' : `,"fields":${JSON.stringify(fields)}`);
  return `{${text.slice(1)}}`;
}

/** Most calls have some: values come from what was read. */
const encodeFlow = ({ to, from, via, shape, labels }: Flow): string =>
  `{"to":{"at":${quote(to.at)}${to.role === undefined ? '' : `,"role":"${to.role}"`}` +
  `${to.part === undefined ? '' : `,"part":${numeral(to.part)}`}},"from":{"call":${quote(from.call)}` +
  `,"upstream":${quote(from.upstream)},"tool":${quote(from.tool)},"at":${quote(from.at)},"ago":${numeral(from.ago)}` +
  `${marksText(from)}},"via":"${via}","shape":"${shape}","labels":${listed(labels)}}`;

type Source = Flow['from'];
type Mark = Exclude<keyof Source, 'call' | 'upstream' | 'tool' | 'at' | 'ago' | 'doubt' | 'said'>;

/** What is said of a few sources besides: rules look at it, so what is not written decides otherwise in a replay (law 9). */
const MARKS = {
  echo: ',"echo":true',
  only: ',"only":true',
  asks: ',"asks":true',
  stated: ',"stated":true',
  listed: ',"listed":true',
} as const satisfies Record<Mark, string>;

const marksText = ({ echo, only, asks, stated, listed: isListed, doubt, said }: Source): string =>
  (echo ?? only ?? asks ?? stated ?? isListed ?? doubt ?? said) === undefined
    ? ''
    : (echo ? MARKS.echo : '') +
      (only ? MARKS.only : '') +
      (asks ? MARKS.asks : '') +
      (stated ? MARKS.stated : '') +
      (isListed ? MARKS.listed : '') +
      (doubt === undefined ? '' : `,"doubt":${quote(doubt)}`) +
      (said === undefined ? '' : `,"said":"${said}"`);

const listed = (texts: readonly string[]): string => `[${texts.map(quote).join(',')}]`;

/** A member with a comma before it; nothing where the list is empty. */
const listMember = (name: string, list: readonly unknown[]): string =>
  list.length === 0 ? '' : `,"${name}":${JSON.stringify(list)}`;

function decodeEvidence(stored: StoredEvidence): Evidence {
  const { ran = [], ...seen } = stored;
  return { ran: ran.map(decodeRun), findings: [], flows: [], labels: [], faults: [], audited: [], ...seen };
}

const plainDecisions = new WeakMap<Decision, string>();

/** Where no rule matched, all decisions of a phase are one object. */
function encodeDecision(decision: Decision): string {
  if (decision.matched.length > 0 || decision.excepted.length > 0) return spellDecision(decision);
  let text = plainDecisions.get(decision);
  if (text === undefined) {
    text = spellDecision(decision);
    plainDecisions.set(decision, text);
  }
  return text;
}

const spellDecision = ({ phase, effect, matched, obligations, excepted, policy, approval, list }: Decision): string =>
  `{"phase":"${phase}","effect":"${effect}"${listMember('matched', matched)}${listMember('obligations', obligations)}` +
  `${listMember('excepted', excepted)},"policy":${quote(policy)}` +
  `${approval === undefined ? '' : `,"approval":${quote(approval)}`}` +
  `${list === undefined ? '' : `,"list":${JSON.stringify(list)}`}}`;

function decodeDecision(stored: StoredDecision): Decision {
  const { phase, effect, matched = [], obligations = [], excepted = [], policy, approval, list } = stored;
  const decision = { phase, effect, matched, obligations, excepted, policy };
  if (approval === undefined && list === undefined) return decision;
  return { ...decision, ...(approval === undefined ? {} : { approval }), ...(list === undefined ? {} : { list }) };
}

/** By runs, and by lists of them, that never change: most calls of a phase have one list, and others most of its runs. */
const spelled = new WeakMap<InspectorRun | readonly InspectorRun[], string>();

function spellOnce<T extends InspectorRun | readonly InspectorRun[]>(value: T, spell: (value: T) => string): string {
  let text = spelled.get(value);
  if (text !== undefined) return text;
  text = spell(value);
  if (Object.isFrozen(value)) spelled.set(value, text);
  return text;
}

const encodeRuns = (ran: readonly InspectorRun[]): string =>
  spellOnce(ran, (runs) => runs.map((run) => spellOnce(run, encodeRun)).join(','));

const encodeRun = ({ name, version, us, ran, mode }: InspectorRun): string =>
  quote(`${name}@${version}:${us}${ran ? '' : '!'}${mode === 'audit' ? '~' : ''}`);

function decodeRun(text: string): InspectorRun {
  // A name may hold both marks itself; the last ones are ours.
  const colon = text.lastIndexOf(':');
  const at = text.lastIndexOf('@', colon);
  const us = Number.parseFloat(text.slice(colon + 1));
  const audit = text.endsWith('~');
  const ran = !(audit ? text.endsWith('!~') : text.endsWith('!'));
  const version = Number(text.slice(at + 1, colon));
  return { name: text.slice(0, at), version, us, ran, mode: audit ? 'audit' : 'enforce' };
}
