import { compareEffects, type Decision, type Effect } from '../../model/decision.ts';
import type { Redecision } from './records.ts';

/** A rule that does now what it did not do then, or the other way round. */
export interface RuleDifference {
  readonly rule: string;
  readonly effect: Effect;
  readonly isNew: boolean;
  /** In the order of the record, each once. */
  readonly calls: readonly string[];
  /** Calls by `server.tool`, the most frequent first. */
  readonly tools: readonly (readonly [tool: string, calls: number])[];
  /** How many of these calls follow one that would have been stopped. */
  readonly diverged: number;
}

/** All that a replay found. */
export interface Differences {
  readonly decisions: number;
  readonly calls: number;
  /** Decisions that come out differently. */
  readonly different: number;
  /** Those of them that were made under the same policy as now: there must be none (law 9). */
  readonly broken: readonly string[];
  readonly diverged: number;
  /** Decisions that cannot be made again. */
  readonly undecided: number;
  /** What is stopped now first, then what no longer is; deny before ask, then by how many calls. */
  readonly rules: readonly RuleDifference[];
}

interface Tally {
  readonly rule: string;
  readonly effect: Effect;
  readonly isNew: boolean;
  readonly calls: Set<string>;
  readonly tools: Map<string, number>;
  diverged: number;
}

/** Counts decisions as they come. */
export class DifferenceCount {
  readonly #tallies = new Map<string, Tally>();
  readonly #calls = new Set<string>();
  readonly #broken: string[] = [];
  #decisions = 0;
  #different = 0;
  #diverged = 0;
  #undecided = 0;

  add(made: Redecision): void {
    const { before, after } = made;
    this.#decisions++;
    this.#calls.add(made.call);
    if (made.diverged) this.#diverged++;
    if (after === undefined) this.#undecided++;
    if (after === undefined || !made.differs) return;
    this.#different++;
    // From other evidence another decision is to be expected.
    if (before.policy === after.policy && !isOtherwise(made)) this.#broken.push(made.call);
    const then = stoppingRules(before);
    const now = stoppingRules(after);
    for (const [rule, effect] of now) if (then.get(rule) !== effect) this.#count(rule, effect, true, made);
    for (const [rule, effect] of then) if (now.get(rule) !== effect) this.#count(rule, effect, false, made);
  }

  get found(): Differences {
    const rules = [...this.#tallies.values()].map(({ calls, tools, ...rest }) => ({
      ...rest,
      calls: [...calls],
      tools: [...tools].sort((a, b) => b[1] - a[1]),
    }));
    rules.sort(
      (a, b) =>
        Number(b.isNew) - Number(a.isNew) ||
        compareEffects(b.effect, a.effect) ||
        b.calls.length - a.calls.length ||
        (a.rule < b.rule ? -1 : 1),
    );
    return {
      decisions: this.#decisions,
      calls: this.#calls.size,
      different: this.#different,
      broken: this.#broken,
      diverged: this.#diverged,
      undecided: this.#undecided,
      rules,
    };
  }

  #count(rule: string, effect: Effect, isNew: boolean, { call, upstream, tool, diverged }: Redecision): void {
    const key = `${isNew} ${effect} ${rule}`;
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      tally = { rule, effect, isNew, calls: new Set(), tools: new Map(), diverged: 0 };
      this.#tallies.set(key, tally);
    }
    if (tally.calls.has(call)) return;
    tally.calls.add(call);
    if (diverged) tally.diverged++;
    const name = tool === '' ? upstream : `${upstream}.${tool}`;
    tally.tools.set(name, (tally.tools.get(name) ?? 0) + 1);
  }
}

const isOtherwise = ({ gathered }: Redecision): boolean => gathered !== undefined && gathered.changes.length > 0;

/** The effects of the enforced rules by id. Rules that redact are among them: without one the result is different. */
const stoppingRules = ({ matched }: Decision): Map<string, Effect> =>
  new Map(matched.filter(({ mode }) => mode === 'enforce').map(({ rule, effect }) => [rule, effect]));
