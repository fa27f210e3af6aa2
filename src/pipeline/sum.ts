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
import { SEVERITIES } from '../model/severity.ts';
import type { FieldLabels, Label } from '../model/tool.ts';

/** An inspector as the configuration mounts it: what one in `mode: audit` sees is recorded and never counts. */
export interface Mounted {
  readonly inspector: Inspector;
  readonly mode: 'enforce' | 'audit';
}

export type Phase = 'onCall' | 'onResult';

/** An inspector that looks at a phase, with what records say of it: the same few times come again and again, and need no new object. */
export interface Step extends Mounted {
  /** Where its run stands among all. */
  readonly index: number;
  /** Its methods, in one place for all: inspectors come in many shapes, and each look would search for its own. */
  readonly onCall: Inspector['onCall'];
  readonly onResult: Inspector['onResult'];
  /** Runs of less than `KEPT` microseconds, by how many. */
  readonly runs: InspectorRun[];
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What the record says of all inspectors before any has looked, and of those that do not look: silence must not pass for innocence. */
  readonly skipped: readonly InspectorRun[];
}

const KEPT = 64;
const plans = {
  onCall: new WeakMap<readonly Mounted[], Plan>(),
  onResult: new WeakMap<readonly Mounted[], Plan>(),
};

export function planOf(mounted: readonly Mounted[], phase: Phase): Plan {
  let plan = plans[phase].get(mounted);
  if (plan !== undefined) return plan;
  plan = {
    steps: mounted.flatMap(({ inspector, mode }, index) => {
      if (inspector[phase] === undefined) return [];
      const onCall = inspector.onCall?.bind(inspector);
      const onResult = inspector.onResult?.bind(inspector);
      return [{ inspector, mode, index, onCall, onResult, runs: [] }];
    }),
    skipped: mounted.map(({ inspector: { name, version }, mode }) =>
      Object.freeze({ name, version, us: 0, ran: false, mode }),
    ),
  };
  plans[phase].set(mounted, plan);
  return plan;
}

function runOf(step: Step, ms: number): InspectorRun {
  const us = Math.round(ms * 1000);
  const known = step.runs[us];
  if (known !== undefined) return known;
  const { name, version } = step.inspector;
  const run = Object.freeze({ name, version, us, ran: true, mode: step.mode });
  if (us < KEPT) step.runs[us] = run;
  return run;
}

const NONE: readonly never[] = Object.freeze([]);

/** Adds sightings up. Lists are made only when something is put into them: most calls are clean. */
export class Sum {
  readonly #ran: InspectorRun[];
  #findings: Finding[] | undefined;
  #flows: Flow[] | undefined;
  #labels: readonly Label[] = NONE;
  #faults: Fault[] | undefined;
  #audited: Finding[] | undefined;
  #outflows: Outflow[] | undefined;
  #fields: FieldLabels | undefined;

  constructor({ skipped }: Plan) {
    this.#ran = skipped.slice();
  }

  add(step: Step, sighting: Sighting, ms: number): void {
    const nonsense = sighting === NOTHING_SEEN ? undefined : flawOf(sighting);
    if (nonsense !== undefined) {
      this.fault(step, `answered nonsense: ${nonsense}`, ms);
      return;
    }
    const { mode } = step;
    this.#ran[step.index] = runOf(step, ms);
    const { findings, flows, labels, outflows, fields } = sighting;
    if (findings !== undefined && findings.length > 0) {
      if (mode === 'audit') this.#audited = append(this.#audited, findings);
      else this.#findings = append(this.#findings, findings);
    }
    if (mode === 'audit') return;
    if (flows !== undefined && flows.length > 0) this.#flows = append(this.#flows, flows);
    if (outflows !== undefined && outflows.length > 0) this.#outflows = append(this.#outflows, outflows);
    // One inspector knows of them.
    if (fields !== undefined) this.#fields = fields;
    // Nearly always the one list of the tool, which is taken as it is.
    if (labels !== undefined)
      this.#labels = this.#labels === NONE && labels.length < 2 ? labels : [...new Set([...this.#labels, ...labels])];
  }

  fault({ inspector: { name, version }, mode, index }: Step, message: string, ms: number): void {
    this.#ran[index] = { name, version, us: Math.round(ms * 1000), ran: false, mode };
    if (mode === 'audit') {
      this.#audited = append(this.#audited, [
        { kind: 'fault', severity: 'high', at: '', message: `${name}: ${message}` },
      ]);
    } else this.#faults = append(this.#faults, [{ inspector: name, message }]);
  }

  evidence(): Evidence {
    const seen = {
      ran: this.#ran,
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
  for (const item of more) all.push(item);
  return all;
}

/** What is wrong with a sighting, or undefined. Inspectors may be a user's own code: nothing they hand back is taken on trust. */
function flawOf(sighting: Sighting): string | undefined {
  if (typeof sighting !== 'object' || sighting === null)
    return `${sighting === null ? 'null' : typeof sighting} instead of a sighting`;
  for (let i = 0; i < LISTS.length; i++) {
    const { name, flaw } = LISTS[i] as List;
    const list: unknown = sighting[name];
    if (list === undefined) continue;
    if (!Array.isArray(list)) return `${name} is no list`;
    for (const item of list) {
      const found = flaw(item);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** One list of a sighting, and what is wrong with an item of it. */
interface List {
  readonly name: keyof Sighting;
  flaw(item: unknown): string | undefined;
}

const LISTS: readonly List[] = [
  {
    name: 'findings',
    flaw: (finding: Finding) => {
      if (typeof finding?.kind !== 'string' || typeof finding.at !== 'string' || typeof finding.message !== 'string')
        return 'a finding lacks kind, at or message';
      if (!SEVERITIES.includes(finding.severity)) return `a finding of kind ${finding.kind} has no known severity`;
      return undefined;
    },
  },
  {
    name: 'flows',
    flaw: (flow: Flow) =>
      typeof flow?.to?.at !== 'string' || typeof flow.from?.call !== 'string' || !Array.isArray(flow.labels)
        ? 'a flow lacks to, from or labels'
        : undefined,
  },
  { name: 'labels', flaw: (label: Label) => (typeof label === 'string' ? undefined : 'a label is no string') },
  {
    name: 'outflows',
    flaw: (outflow: Outflow) =>
      typeof outflow?.to !== 'string' || !Array.isArray(outflow.values) ? 'an outflow lacks to or values' : undefined,
  },
];
