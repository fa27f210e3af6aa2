import type { Call, Principal } from '../model/call.ts';
import type { ResultFacts } from '../model/decision.ts';
import type { Doubt } from '../model/evidence/doubt.ts';
import type { Evidence, Finding, Flow } from '../model/evidence.ts';
import { type Label, type Power, roleAt } from '../model/tool.ts';
import type { Step, View } from '../model/view.ts';
import { type Narrowing, purposesOf, UNNARROWED } from './purposes.ts';
import { CallFacts } from './scene/call-facts.ts';
import { OutflowFacts } from './scene/outflow-facts.ts';
import { type UnknownFacts, unknownIn } from './scene/unknown-facts.ts';

/** Pointers of evidence are relative to the params; roles to the arguments. */
const argumentAt = (at: string): string => (at.startsWith('/arguments') ? at.slice('/arguments'.length) : at);

/** The classes of this file are what conditions read; `condition/environment.ts` declares exactly these fields. */
export class FindingFacts {
  readonly kind: string;
  readonly severity: string;
  readonly at: string;
  readonly message: string;
  readonly role: string;
  readonly given: boolean;
  /** Where in the string it was seen, which no condition asks. */
  readonly letter: number;
  constructor(finding: Finding, call: Call) {
    this.kind = finding.kind;
    this.severity = finding.severity;
    this.at = finding.at;
    this.message = finding.message;
    this.role = roleAt(call.tool, argumentAt(finding.at)) ?? '';
    this.given = finding.given === true || finding.kind === 'secret.given';
    this.letter = finding.inKey === true ? 0 : (finding.span?.[0] ?? 0);
  }
}

export class FlowTo {
  readonly at: string;
  readonly role: string;
  readonly part: number;
  constructor({ at, role, part }: Flow['to']) {
    this.at = at;
    this.role = role ?? '';
    this.part = part ?? 0;
  }
}

export class FlowFrom {
  readonly call: string;
  readonly upstream: string;
  readonly name: string;
  readonly tool: string;
  readonly at: string;
  readonly ago: number;
  readonly echo: boolean;
  readonly only: boolean;
  readonly asks: boolean;
  readonly stated: boolean;
  readonly listed: boolean;
  readonly said: string;
  /** For reasons alone. */
  readonly doubt: Doubt | undefined;
  constructor({ from }: Flow) {
    this.call = from.call;
    this.upstream = from.upstream;
    this.name = from.tool;
    this.tool = `${from.upstream}.${from.tool}`;
    this.at = from.at;
    this.ago = from.ago;
    this.echo = from.echo === true;
    this.only = from.only === true;
    this.asks = from.asks === true;
    this.stated = from.stated === true;
    this.listed = from.listed === true;
    this.said = from.said ?? '';
    this.doubt = from.doubt;
  }
}

export class FlowFacts {
  readonly to: FlowTo;
  readonly from: FlowFrom;
  readonly via: string;
  readonly shape: string;
  readonly labels: readonly Label[];
  constructor(flow: Flow) {
    this.to = new FlowTo(flow.to);
    this.from = new FlowFrom(flow);
    this.via = flow.via;
    this.shape = flow.shape;
    this.labels = flow.labels;
  }
}

export class StepFacts {
  readonly upstream: string;
  readonly name: string;
  readonly tool: string;
  readonly powers: readonly Power[];
  readonly failed: boolean;
  readonly labels: readonly Label[];
  constructor(step: Step) {
    this.upstream = step.upstream;
    this.name = step.tool;
    this.tool = `${step.upstream}.${step.tool}`;
    this.powers = step.powers;
    this.failed = step.failed;
    this.labels = step.labels;
  }
}

export class SessionFacts {
  readonly #view: View;
  #recent: StepFacts[] | undefined;
  constructor(view: View) {
    this.#view = view;
  }
  get calls(): number {
    return this.#view.calls;
  }
  get incomplete(): boolean {
    return this.#view.incomplete;
  }
  get frozen(): string {
    return this.#view.frozen ?? '';
  }
  get purposes(): readonly string[] {
    return this.#view.purposes ?? [];
  }
  get recent(): StepFacts[] {
    this.#recent ??= this.#view.recent.map((step) => new StepFacts(step));
    return this.#recent;
  }
}

/** Who calls. `subagent` and `client` are only claimed by the client; `condition/claimed.ts` limits how conditions may read them. */
export class PrincipalFacts {
  readonly #principal: Principal;
  constructor(principal: Principal) {
    this.#principal = principal;
  }
  get id(): string {
    return this.#principal.id;
  }
  get agent(): string {
    return this.#principal.agent ?? '';
  }
  get purposes(): readonly string[] {
    return purposesOf(this.#principal);
  }
  get clientId(): string {
    return this.#principal.clientId ?? '';
  }
  get actors(): readonly string[] {
    return this.#principal.actors ?? [];
  }
  get subagent(): string {
    return this.#principal.subagent ?? '';
  }
  get client(): string {
    return this.#principal.client?.name ?? '';
  }
}

export class ResultSize {
  readonly failed: boolean;
  readonly size: number;
  readonly said: string;
  constructor(facts: ResultFacts) {
    this.failed = facts.failed;
    this.size = facts.size;
    this.said = facts.said ?? '';
  }
}

/** A fault of an inspector, or a rule whose condition failed. `by` names it. */
export class FaultFacts {
  readonly by: string;
  readonly message: string;
  constructor(by: string, message: string) {
    this.by = by;
    this.message = message;
  }
}

const NO_RESULT = new ResultSize({ failed: false, size: 0 });

/** Everything a condition may read. Made once per decision, and only where some rule needs it. */
export class Scene {
  readonly #call: Call;
  readonly #evidence: Evidence;
  readonly #view: View;
  readonly granted: boolean;
  readonly labels: readonly Label[];
  readonly failures: FaultFacts[] = [];
  readonly result: ResultSize;
  readonly #narrowing: Narrowing;
  #callFacts: CallFacts | undefined;
  #session: SessionFacts | undefined;
  #findings: FindingFacts[] | undefined;
  #flows: FlowFacts[] | undefined;
  #unknown: UnknownFacts[] | undefined;
  #outflows: OutflowFacts[] | undefined;
  constructor(
    call: Call,
    evidence: Evidence,
    view: View,
    granted: boolean,
    result: ResultFacts | undefined,
    narrowing: Narrowing = UNNARROWED,
  ) {
    this.#call = call;
    this.#narrowing = narrowing;
    this.#evidence = evidence;
    this.#view = view;
    this.granted = granted;
    this.labels = evidence.labels.length === 0 ? view.labels : view.labels.concat(evidence.labels);
    this.result = result === undefined ? NO_RESULT : new ResultSize(result);
  }
  get within(): boolean {
    return this.#narrowing.within;
  }
  get barred(): readonly Label[] {
    return this.#narrowing.barred;
  }
  get maybeOutside(): boolean {
    return this.#narrowing.maybeOutside;
  }
  /** The purposes that rule this out, for people. */
  get ruledOutBy(): string {
    return this.#narrowing.purpose;
  }
  get call(): CallFacts {
    this.#callFacts ??= new CallFacts(this.#call, this.#evidence.findings);
    return this.#callFacts;
  }
  get findings(): FindingFacts[] {
    this.#findings ??= this.#evidence.findings.map((finding) => new FindingFacts(finding, this.#call));
    return this.#findings;
  }
  get flows(): FlowFacts[] {
    this.#flows ??= this.#evidence.flows.map((flow) => new FlowFacts(flow));
    return this.#flows;
  }
  get unknown(): UnknownFacts[] {
    this.#unknown ??= unknownIn(this.#call, this.#evidence.flows, this.#evidence.findings);
    return this.#unknown;
  }
  get outflows(): OutflowFacts[] {
    this.#outflows ??= (this.#evidence.outflows ?? []).map((outflow) => new OutflowFacts(outflow, this.#view));
    return this.#outflows;
  }
  get faults(): FaultFacts[] {
    return this.#evidence.faults.map((fault) => new FaultFacts(fault.inspector, fault.message));
  }
  get session(): SessionFacts {
    this.#session ??= new SessionFacts(this.#view);
    return this.#session;
  }
  get principal(): PrincipalFacts {
    return new PrincipalFacts(this.#call.principal);
  }
  get agent(): string {
    return this.#call.principal.agent ?? '';
  }
  get purpose(): string {
    return this.#call.principal.purpose ?? '';
  }
}
