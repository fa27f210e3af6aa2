import { OURSELVES } from '../../model/call.ts';
import type { Complaint } from '../../model/complaint.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { checkPolicy } from '../../policy/check.ts';
import type { Settings } from '../settings.ts';

/**
 * What is odd in a policy: rules and grants about nothing that servers offer, by the lockfile. Where that lacks a server,
 * nobody knows what there is, and only the policy's own warnings are given.
 */
export function policyDoubts(settings: Settings): readonly Complaint[] {
  return [...ruleDoubts(settings), ...testDoubts(settings)];
}

function ruleDoubts({ policy, lock, config, loaded }: Settings): readonly Complaint[] {
  const servers = lock.accepted?.lockfile.servers;
  if (servers === undefined || Object.keys(config.servers).some((name) => !servers.has(name))) return policy.warnings;
  const tools = [...servers].flatMap(([upstream, { tools, prompts }]) =>
    [...tools, ...prompts].map(([name, { powers }]) => ({ upstream, name, facts: { powers: [...powers.keys()] } })),
  );
  return checkPolicy(policy, tools, loaded.locate);
}

/** A test that is about no server is decided by that alone: one that expects `deny` could not fail. */
function testDoubts({ loaded: { config, locate } }: Settings): Complaint[] {
  const names = Object.keys(config.servers);
  return config.policy.tests.flatMap(({ call: { tool } }, index): Complaint[] => {
    const dot = tool.indexOf('.');
    const server = tool.slice(0, Math.max(0, dot));
    if (names.includes(server) || server === OURSELVES) return [];
    const path = ['policy', 'tests', index, 'call', 'tool'];
    const what = dot < 1 ? `"${tool}" names no server` : `there is no server "${server}"${didYouMean(server, names)}`;
    return [{ path, what, instead: `Write \`SERVER.TOOL\`. Configured: ${names.join(', ')}.`, place: locate(path) }];
  });
}
