import type { Call, Origin, Principal } from '../model/call.ts';
import { callDigest } from '../model/call.ts';
import type { Evidence } from '../model/evidence.ts';
import type { JsonObject } from '../model/json.ts';
import { NO_FACTS, type ToolFacts } from '../model/tool.ts';
import { NO_MEMORY, type View } from '../model/view.ts';
import type { PolicySource, Supposition } from './rule.ts';

/** Everything that a policy looks at. */
export interface Situation {
  readonly call: Call;
  readonly evidence: Evidence;
  readonly view: View;
}

const NOTHING: Evidence = Object.freeze({ ran: [], findings: [], flows: [], labels: [], faults: [], audited: [] });

/** What is known around a call of a session that has done nothing yet. */
export const BLANK_VIEW: View = Object.freeze({
  labels: [],
  recent: [],
  calls: 0,
  memory: NO_MEMORY,
  incomplete: false,
});

/** The call a policy test supposes, for inspectors to look at. `factsOf` knows tools of the catalog; unknown ones have no powers. */
export function supposeCall(
  supposed: Supposition,
  agents: PolicySource['agents'],
  factsOf: (upstream: string, name: string) => ToolFacts | undefined,
  origin: Origin = 'downstream',
  method = 'tools/call',
): Call {
  const dot = supposed.tool.indexOf('.');
  const target = { upstream: supposed.tool.slice(0, Math.max(0, dot)), name: supposed.tool.slice(dot + 1) };
  const known = factsOf(target.upstream, target.name) ?? NO_FACTS;
  const purpose = supposed.agent === undefined ? undefined : agents[supposed.agent]?.purpose;
  const principal: Principal = {
    id: 'policy-test',
    human: 'out-of-band',
    ...(supposed.agent === undefined ? {} : { agent: supposed.agent }),
    ...(purpose === undefined ? {} : { purpose }),
  };
  const session = { key: 'policy-test', source: 'shared' as const };
  const args = (supposed.args ?? {}) as JsonObject;
  const params = { name: target.name, arguments: args };
  return {
    id: 'policy-test',
    at: 0,
    session,
    principal,
    origin,
    method,
    target,
    tool: supposed.powers === undefined ? known : { ...known, powers: supposed.powers },
    args,
    params,
    text: JSON.stringify(params),
    digest: callDigest({ principal, session, method, target }, JSON.stringify(args)),
  };
}

/** The situation of a supposed call: what inspectors saw in it, and what the test assumes on top. */
export function supposeSituation(supposed: Supposition, call: Call, seen: Evidence = NOTHING): Situation {
  const assumed = (supposed.findings ?? []).map((kind) => ({
    kind,
    severity: 'medium' as const,
    at: '/arguments',
    message: `Assumed ${kind}.`,
  }));
  return {
    call,
    evidence: assumed.length === 0 ? seen : { ...seen, findings: [...seen.findings, ...assumed] },
    view: supposed.labels === undefined ? BLANK_VIEW : { ...BLANK_VIEW, labels: supposed.labels },
  };
}
