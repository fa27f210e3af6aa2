import { gatherOnCall } from '../pipeline/gather.ts';
import type { ExpectationSource } from '../policy/rule.ts';
import { BLANK_VIEW, supposeCall, supposeSituation } from '../policy/situation.ts';
import { runTests, type Trial } from '../policy/trial.ts';
import { mountInspectors } from './mounting.ts';
import type { Equipped } from './workshop.ts';

/** Runs the tests of the configuration: inspectors look at each supposed call as they would at a real one. */
export function tryPolicy(settings: Equipped, stateRoot: string, now: number): Promise<Trial[]> {
  const { policy, loaded } = settings;
  const { agents, policy: rules, limits } = loaded.config;
  const mounted = mountInspectors(settings, stateRoot);
  const situationOf = async (test: ExpectationSource) => {
    const call = supposeCall(test.call, agents, () => undefined);
    return supposeSituation(test.call, call, await gatherOnCall(mounted, call, BLANK_VIEW, limits.inspect));
  };
  return runTests(policy, rules.tests, situationOf, now, loaded.locate);
}
