import type { Principal, Session, Target } from '../model/call.ts';
import type { Decision } from '../model/decision.ts';
import type { Evidence, InspectorRun } from '../model/evidence.ts';
import type { CallEntry, Entry, HoldEntry, ResultEntry } from '../model/record.ts';

/**
 * The shorter form in which entries stand in a line: runs of inspectors as text (`schema@1:12`, `!` did not run, `~` was
 * in audit), empty lists left out. Every call has a dozen runs and most have nothing else. Put together by hand, since
 * this is most of what recording a call costs.
 */
export function encodeEntry(entry: Entry): string {
  if (entry.kind === 'call') return `${encodeJudged(entry)}}`;
  if (entry.kind === 'hold') return `${encodeJudged(entry)},"hold":${JSON.stringify(entry.hold)}}`;
  return entry.kind === 'result' ? encodeResult(entry) : JSON.stringify(entry);
}

/** Takes what `JSON.parse` made of an encoded entry. */
export function decodeEntry(stored: unknown): Entry {
  const entry = stored as Entry;
  if (entry.kind !== 'call' && entry.kind !== 'hold' && entry.kind !== 'result') return entry;
  return {
    ...entry,
    evidence: decodeEvidence(entry.evidence as unknown as StoredEvidence),
    decision: decodeDecision(entry.decision as unknown as StoredDecision),
  };
}

const encodeJudged = (entry: CallEntry | HoldEntry): string =>
  `{"kind":"${entry.kind}","call":${quote(entry.call)},"session":${sharedText(entry.session)}` +
  `,"principal":${sharedText(entry.principal)},"origin":${quote(entry.origin)},"method":${quote(entry.method)}` +
  `,"target":${encodeTarget(entry.target)},"facts":${quote(entry.facts)},"digest":${quote(entry.digest)}` +
  encodeJudgement(entry);

const encodeResult = (entry: ResultEntry): string =>
  `{"kind":"result","call":${quote(entry.call)},"session":${quote(entry.session)}` +
  `,"target":${encodeTarget(entry.target)},"powers":${JSON.stringify(entry.powers)}` +
  `,"outcome":${quote(entry.outcome)},"failed":${entry.failed},"size":${numeral(entry.size)}${encodeJudgement(entry)}}`;

const encodeJudgement = ({ evidence, decision, asOf, payload }: CallEntry | HoldEntry | ResultEntry): string =>
  `,"evidence":${encodeEvidence(evidence)},"decision":${encodeDecision(decision)},"asOf":${numeral(asOf)}` +
  `,"payload":{"digest":${quote(payload.digest)},"size":${payload.size}${payload.cut === true ? ',"cut":true' : ''}}`;

const quote = (text: string): string => JSON.stringify(text);

/** Whatever a clock says, a line stays JSON. */
const numeral = (value: number): string => (Number.isFinite(value) ? `${value}` : 'null');

const encodeTarget = ({ upstream, name }: Target): string => `{"upstream":${quote(upstream)},"name":${quote(name)}}`;

const shared = new WeakMap<object, string>();

/** Sessions and principals outlive many calls, and never change. */
function sharedText(value: Session | Principal): string {
  const known = shared.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  shared.set(value, text);
  return text;
}

interface StoredEvidence extends Partial<Omit<Evidence, 'ran'>> {
  readonly ran?: readonly string[];
}

type StoredDecision = Pick<Decision, 'phase' | 'effect' | 'policy' | 'approval'> & Partial<Decision>;

const encodeEvidence = (evidence: Evidence): string => {
  const { findings, flows, labels, faults, audited } = evidence;
  const seen = findings.length + flows.length + labels.length + faults.length + audited.length;
  const ran = encodeRuns(evidence.ran);
  if (seen === 0) return `{${ran}}`;
  const rest =
    listMember('findings', findings) +
    listMember('flows', flows) +
    listMember('labels', labels) +
    listMember('faults', faults) +
    listMember('audited', audited);
  return ran === '' ? `{${rest.slice(1)}}` : `{${ran}${rest}}`;
};

/** A member with a comma before it; nothing where the list is empty. */
const listMember = (name: string, list: readonly unknown[]): string =>
  list.length === 0 ? '' : `,"${name}":${JSON.stringify(list)}`;

function decodeEvidence(stored: StoredEvidence): Evidence {
  const { ran = [], findings = [], flows = [], labels = [], faults = [], audited = [] } = stored;
  return { ran: ran.map(decodeRun), findings, flows, labels, faults, audited };
}

const encodeDecision = ({ phase, effect, matched, obligations, excepted, policy, approval }: Decision): string =>
  `{"phase":"${phase}","effect":"${effect}"${listMember('matched', matched)}${listMember('obligations', obligations)}` +
  `${listMember('excepted', excepted)},"policy":${quote(policy)}` +
  `${approval === undefined ? '' : `,"approval":${quote(approval)}`}}`;

function decodeDecision(stored: StoredDecision): Decision {
  const { phase, effect, matched = [], obligations = [], excepted = [], policy, approval } = stored;
  const decision = { phase, effect, matched, obligations, excepted, policy };
  return approval === undefined ? decision : { ...decision, approval };
}

function encodeRuns(runs: readonly InspectorRun[]): string {
  let text = '';
  for (const { name, version, us, ran, mode } of runs) {
    text += `${text === '' ? '' : ','}"${quotedName(name)}@${version}:${us}${ran ? '' : '!'}${mode === 'audit' ? '~' : ''}"`;
  }
  return text === '' ? '' : `"ran":[${text}]`;
}

const names = new Map<string, string>();

/** There are as many names as inspectors. Without its quotes. */
function quotedName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const quoted = quote(name).slice(1, -1);
  names.set(name, quoted);
  return quoted;
}

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
