import { classify, type Reviewed } from '../catalog/classify.ts';
import { lockedFacts } from '../catalog/lockfile/locked-facts.ts';
import type { ToolFacts } from '../model/tool.ts';
import { gatherOnCall } from '../pipeline/gather.ts';
import type { ExpectationSource } from '../policy/rule.ts';
import { BLANK_VIEW, supposeCall, supposeSituation } from '../policy/situation.ts';
import { runTests, type Trial } from '../policy/trial.ts';
import { mountInspectors } from './mounting.ts';
import type { Equipped } from './workshop.ts';

/**
 * Runs the tests of the configuration: inspectors look at each supposed call as they would at a real one. No server is
 * asked, so of tools is known what the lockfile has, and what the configuration says.
 */
export function tryPolicy(settings: Equipped, stateRoot: string, now: number): Promise<Trial[]> {
  const { policy, loaded } = settings;
  const { agents, policy: rules, limits, servers } = loaded.config;
  const mounted = mountInspectors(settings, stateRoot);
  const accepted = settings.lock.accepted;
  const factsOf = (upstream: string, name: string): ToolFacts | undefined => {
    const server = Object.hasOwn(servers, upstream) ? servers[upstream] : undefined;
    if (server === undefined) return undefined;
    const locked = accepted?.lockfile.servers.get(upstream)?.tools.get(name);
    return locked === undefined
      ? classify({ name }, '', server, NOBODY_SAID)
      : lockedFacts(name, locked, server, accepted?.isVouched === true);
  };
  const situationOf = async (test: ExpectationSource) => {
    const call = supposeCall(test.call, agents, factsOf);
    return supposeSituation(test.call, call, await gatherOnCall(mounted, call, BLANK_VIEW, limits.inspect));
  };
  return runTests(policy, rules.tests, situationOf, now, loaded.locate);
}

/** A name alone says nothing: what a test supposes of such a tool stands in its `powers`, or under `servers.NAME.tools`. */
const NOBODY_SAID: Reviewed = { powers: [], roles: [], labels: [] };
