import { SEVERITIES } from '../model/evidence/severity.ts';
import {
  type Evidence,
  type Fault,
  type Finding,
  type Flow,
  type InspectorRun,
  NOTHING_SEEN,
  type Outflow,
  type Sighting,
} from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { FieldLabels, Label } from '../model/tool.ts';

/** An inspector as the configuration mounts it: what one in `mode: audit` sees is recorded and never counts. */
export interface Mounted {
  readonly inspector: Inspector;
  readonly mode: 'enforce' | 'audit';
}

/** An inspector that looks at calls, or at results. */
export interface Step extends Mounted {
  /** Where its run stands among all. */
  readonly index: number;
  readonly needs: Inspector['needs'];
  readonly waits: boolean;
  /** Its methods, copied into objects of one shape: reading them from inspectors of many shapes would cost a search each time. */
  readonly onCall: Inspector['onCall'];
  readonly onResult: Inspector['onResult'];
  /** Its run, where the look took no time that can be measured: most do not. */
  readonly quick: InspectorRun;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** The runs of all inspectors before any has looked. Those that never look stay so: silence must not pass for innocence. */
  readonly skipped: readonly InspectorRun[];
  /** The runs where every inspector that looks has done so quickly: most calls share this one list. */
  readonly quick: readonly InspectorRun[];
}

const plans = {
  onCall: new WeakMap<readonly Mounted[], Plan>(),
  onResult: new WeakMap<readonly Mounted[], Plan>(),
};

export function planOf(mounted: readonly Mounted[], look: keyof typeof plans): Plan {
  let plan = plans[look].get(mounted);
  if (plan !== undefined) return plan;
  const steps = mounted.flatMap(({ inspector, mode }, index): Step[] => {
    const { name, version, needs, waits = false, onCall, onResult } = inspector;
    if (inspector[look] === undefined) return [];
    const quick = Object.freeze({ name, version, us: 0, ran: true, mode });
    return [{ inspector, mode, index, needs, waits, onCall, onResult, quick }];
  });
  const skipped = mounted.map(({ inspector: { name, version }, mode }) =>
    Object.freeze({ name, version, us: 0, ran: false, mode }),
  );
  const quick = Object.freeze(skipped.map((run, at) => steps.find(({ index }) => index === at)?.quick ?? run));
  plan = { steps, skipped, quick };
  plans[look].set(mounted, plan);
  return plan;
}

/** Rounded to tens of microseconds: anything finer is about the machine, not the inspector. */
const microseconds = (ms: number): number => Math.floor(ms * 100) * 10;

const NONE: readonly never[] = Object.freeze([]);

/** Adds sightings up. Lists are made only when something is put into them: most calls are clean. */
export class Sum {
  readonly #plan: Plan;
  readonly #ran: InspectorRun[];
  /** How many inspectors have looked quickly. */
  #quick = 0;
  #findings: Finding[] | undefined;
  #flows: Flow[] | undefined;
  #labels: readonly Label[] = NONE;
  #faults: Fault[] | undefined;
  #audited: Finding[] | undefined;
  #outflows: Outflow[] | undefined;
  #fields: FieldLabels | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#ran = plan.skipped.slice();
  }

  add(step: Step, sighting: Sighting, ms: number): void {
    const nonsense = sighting === NOTHING_SEEN ? undefined : flawOf(sighting);
    if (nonsense !== undefined) {
      this.fault(step, `answered nonsense: ${nonsense}`, ms);
      return;
    }
    const { mode } = step;
    const us = microseconds(ms);
    if (us === 0) this.pass(step);
    else this.#ran[step.index] = { ...step.quick, us };
    const { findings, flows, labels, outflows, fields } = sighting;
    if (findings !== undefined && findings.length > 0) {
      if (mode === 'audit') this.#audited = append(this.#audited, findings);
      else this.#findings = append(this.#findings, findings);
    }
    if (mode === 'audit') return;
    if (flows !== undefined && flows.length > 0) this.#flows = append(this.#flows, flows);
    if (outflows !== undefined && outflows.length > 0) this.#outflows = append(this.#outflows, outflows);
    // Only one inspector knows of these.
    if (fields !== undefined) this.#fields = fields;
    // Nearly always the one list of the tool, which is taken as it is.
    if (labels !== undefined)
      this.#labels = this.#labels === NONE && labels.length < 2 ? labels : [...new Set([...this.#labels, ...labels])];
  }

  /** An inspector that saw nothing, at once. */
  pass({ index, quick }: Step): void {
    this.#ran[index] = quick;
    this.#quick++;
  }

  fault({ inspector: { name, version }, mode, index }: Step, message: string, ms: number): void {
    this.#ran[index] = { name, version, us: microseconds(ms), ran: false, mode };
    if (mode === 'audit') {
      this.#audited = append(this.#audited, [
        { kind: 'fault', severity: 'high', at: '', message: `${name}: ${message}` },
      ]);
    } else this.#faults = append(this.#faults, [{ inspector: name, message }]);
  }

  evidence(): Evidence {
    const { steps, quick } = this.#plan;
    const seen = {
      ran: this.#quick === steps.length ? quick : this.#ran,
      findings: this.#findings ?? NONE,
      flows: this.#flows ?? NONE,
      labels: this.#labels,
      faults: this.#faults ?? NONE,
      audited: this.#audited ?? NONE,
    };
    if (this.#outflows === undefined && this.#fields === undefined) return seen;
    return {
      ...seen,
      ...(this.#outflows === undefined ? {} : { outflows: this.#outflows }),
      ...(this.#fields === undefined ? {} : { fields: this.#fields }),
    };
  }
}

function append<T>(list: T[] | undefined, more: readonly T[]): T[] {
  const all = list ?? [];
  for (let i = 0; i < more.length; i++) all.push(more[i] as T);
  return all;
}

/** What is wrong with a sighting, or undefined. Inspectors may be a user's own code: nothing they hand back is taken on trust. */
function flawOf(sighting: Sighting): string | undefined {
  if (typeof sighting !== 'object' || sighting === null)
    return `${sighting === null ? 'null' : typeof sighting} instead of a sighting`;
  const { findings, flows, labels, outflows } = sighting;
  return (
    flawIn('findings', findings, flawOfFinding) ??
    flawIn('flows', flows, flawOfFlow) ??
    flawIn('labels', labels, flawOfLabel) ??
    flawIn('outflows', outflows, flawOfOutflow)
  );
}

/** What is wrong with one list of a sighting, or with an item of it. */
function flawIn<T>(
  name: keyof Sighting,
  list: readonly T[] | undefined,
  flaw: (item: T) => string | undefined,
): string | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) return `${name} is not a list`;
  for (let i = 0; i < list.length; i++) {
    const found = flaw(list[i] as T);
    if (found !== undefined) return found;
  }
  return undefined;
}

function flawOfFinding(finding: Finding): string | undefined {
  if (typeof finding?.kind !== 'string' || typeof finding.at !== 'string' || typeof finding.message !== 'string')
    return 'a finding lacks kind, at or message';
  if (!SEVERITIES.includes(finding.severity)) return `a finding of kind ${finding.kind} has no known severity`;
  return undefined;
}

const flawOfFlow = (flow: Flow): string | undefined =>
  typeof flow?.to?.at !== 'string' || typeof flow.from?.call !== 'string' || !Array.isArray(flow.labels)
    ? 'a flow lacks to, from or labels'
    : undefined;

const flawOfLabel = (label: Label): string | undefined =>
  typeof label === 'string' ? undefined : 'a label is not a string';

const flawOfOutflow = (outflow: Outflow): string | undefined =>
  typeof outflow?.to !== 'string' || !Array.isArray(outflow.values) ? 'an outflow lacks to or values' : undefined;
