import type { Complaint } from '../../model/complaint.ts';
import { checkPolicy } from '../../policy/check.ts';
import type { Settings } from '../settings.ts';

/**
 * What is odd in a policy: rules and grants about nothing that servers offer, by the lockfile. Where that lacks a server,
 * nobody knows what there is, and only the policy's own warnings are given.
 */
export function policyDoubts({ policy, lock, config, loaded }: Settings): readonly Complaint[] {
  const servers = lock.accepted?.lockfile.servers;
  if (servers === undefined || Object.keys(config.servers).some((name) => !servers.has(name))) return policy.warnings;
  const tools = [...servers].flatMap(([upstream, { tools, prompts }]) =>
    [...tools, ...prompts].map(([name, { powers }]) => ({ upstream, name, facts: { powers: [...powers.keys()] } })),
  );
  return checkPolicy(policy, tools, loaded.locate);
}
