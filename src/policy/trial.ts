import type { Call } from '../model/call.ts';
import type { Complaint, Locate } from '../model/complaint.ts';
import type { Decision } from '../model/decision.ts';
import type { Compiled } from './compile.ts';
import { collect } from './complaints.ts';
import type { ExpectationSource } from './rule.ts';
import type { Situation } from './situation.ts';

/** How one test of the `tests:` section went. */
export interface Trial {
  readonly test: ExpectationSource;
  readonly passed: boolean;
  readonly decision: Decision;
  /** What was expected and what came, with its place; undefined where it passed. */
  readonly complaint: Complaint | undefined;
}

/** Runs policy tests. `situationOf` gathers evidence for the call of a test as it would be gathered live. */
export async function runTests(
  policy: Compiled,
  tests: readonly ExpectationSource[],
  situationOf: (test: ExpectationSource) => Situation | Promise<Situation>,
  asOf: number,
  locate?: Locate,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const [index, test] of tests.entries()) {
    const { call, evidence, view } = await situationOf(test);
    const decision = policy.decide(call, evidence, view, asOf);
    const what = disappointment(test, decision);
    const { add, all } = collect(locate);
    if (what !== undefined)
      add(['policy', 'tests', index], what, test.expect === 'allow' ? undefined : howToKnow(call));
    trials.push({ test, passed: what === undefined, decision, complaint: all[0] });
  }
  return trials;
}

/** Rules that ask for powers or roles never match a tool of which nothing is known. */
const howToKnow = ({ target, tool }: Call): string | undefined =>
  tool.powers.length + Object.keys(tool.roles).length > 0
    ? undefined
    : `Nothing is known of \`${target.upstream}.${target.name}\`: say its \`powers\` in the test, or its powers and roles under \`servers.${target.upstream}.tools\`, or lock what its server offers (\`sallyport lock\`).`;

function disappointment({ expect, rule }: ExpectationSource, { effect, matched }: Decision): string | undefined {
  const names = matched.map((match) => `${match.rule} (${match.mode === 'audit' ? 'audit' : match.effect})`);
  const by = names.length === 0 ? 'no rule matched' : `matched: ${names.join(', ')}`;
  if (effect !== expect) return `expected ${expect}, decided ${effect}; ${by}`;
  if (rule !== undefined && !matched.some((match) => match.rule === rule)) return `rule "${rule}" did not match; ${by}`;
  return undefined;
}
