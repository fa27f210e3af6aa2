import type { Decision } from '../model/decision.ts';
import type { Evidence, InspectorRun } from '../model/evidence.ts';
import type { Entry, Judged, ResultEntry } from '../model/record.ts';

/**
 * The shorter form in which entries stand in a line: runs of inspectors as text (`schema@1:12`, `!` did not run, `~` was
 * in audit), empty lists left out. Every call has a dozen runs and most have nothing else.
 */
export function encodeEntry(entry: Entry): string {
  if (entry.kind === 'call') return JSON.stringify({ kind: 'call', ...judged(entry) });
  if (entry.kind === 'hold') return JSON.stringify({ kind: 'hold', ...judged(entry), hold: entry.hold });
  if (entry.kind === 'result') return JSON.stringify(resulted(entry));
  return JSON.stringify(entry);
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

const judged = (entry: Judged) => ({
  call: entry.call,
  session: entry.session,
  principal: entry.principal,
  origin: entry.origin,
  method: entry.method,
  target: entry.target,
  facts: entry.facts,
  digest: entry.digest,
  evidence: encodeEvidence(entry.evidence),
  decision: encodeDecision(entry.decision),
  asOf: entry.asOf,
  payload: entry.payload,
});

const resulted = (entry: ResultEntry) => ({
  kind: entry.kind,
  call: entry.call,
  session: entry.session,
  target: entry.target,
  powers: entry.powers,
  outcome: entry.outcome,
  failed: entry.failed,
  size: entry.size,
  evidence: encodeEvidence(entry.evidence),
  decision: encodeDecision(entry.decision),
  asOf: entry.asOf,
  payload: entry.payload,
});

interface StoredEvidence extends Partial<Omit<Evidence, 'ran'>> {
  readonly ran?: readonly string[];
}

type StoredDecision = Pick<Decision, 'phase' | 'effect' | 'policy' | 'approval'> & Partial<Decision>;

/** `undefined` is left out by `JSON.stringify`. */
const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

const encodeEvidence = (evidence: Evidence) => ({
  ran: unlessEmpty(evidence.ran.map(encodeRun)),
  findings: unlessEmpty(evidence.findings),
  flows: unlessEmpty(evidence.flows),
  labels: unlessEmpty(evidence.labels),
  faults: unlessEmpty(evidence.faults),
  audited: unlessEmpty(evidence.audited),
});

function decodeEvidence(stored: StoredEvidence): Evidence {
  const { ran = [], findings = [], flows = [], labels = [], faults = [], audited = [] } = stored;
  return { ran: ran.map(decodeRun), findings, flows, labels, faults, audited };
}

const encodeDecision = (decision: Decision) => ({
  phase: decision.phase,
  effect: decision.effect,
  matched: unlessEmpty(decision.matched),
  obligations: unlessEmpty(decision.obligations),
  excepted: unlessEmpty(decision.excepted),
  policy: decision.policy,
  approval: decision.approval,
});

function decodeDecision(stored: StoredDecision): Decision {
  const { phase, effect, matched = [], obligations = [], excepted = [], policy, approval } = stored;
  const decision = { phase, effect, matched, obligations, excepted, policy };
  return approval === undefined ? decision : { ...decision, approval };
}

const encodeRun = ({ name, version, us, ran, mode }: InspectorRun): string =>
  `${name}@${version}:${us}${ran ? '' : '!'}${mode === 'audit' ? '~' : ''}`;

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
