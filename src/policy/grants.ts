import type { Principal } from '../model/call.ts';
import type { Power } from '../model/tool.ts';
import { compilePurposes, type Purpose } from './purposes.ts';
import type { PolicySource } from './rule.ts';

/** `powers`: what the tool can do, where that is known. */
export type Granted = (principal: Principal, upstream: string, name: string, powers?: readonly Power[]) => boolean;

const NO_POWERS: readonly Power[] = Object.freeze([]);

/**
 * Who may call what. Without configured agents every configured server is granted; once there is one, only what the
 * purpose of the caller's agent allows and does not deny. Where the scopes of an access token decide, one of the purposes
 * that they stand for has to allow it and not deny it.
 */
export function compileGrants(
  { servers, agents, purposes }: Pick<PolicySource, 'servers' | 'agents' | 'purposes'>,
  compiled: ReadonlyMap<string, Purpose> = compilePurposes(purposes),
): Granted {
  const isScoped = (names: readonly string[], upstream: string, name: string, powers: readonly Power[]): boolean =>
    names.some((one) => compiled.get(one)?.allows(upstream, name, powers) === true);
  if (Object.keys(agents).length === 0) {
    const configured = new Set(Object.keys(servers));
    return ({ purposes }, upstream, name, powers = NO_POWERS) =>
      configured.has(upstream) && (purposes === undefined || isScoped(purposes, upstream, name, powers));
  }
  const byAgent = new Map<string, Purpose>();
  for (const [agent, { purpose }] of Object.entries(agents)) {
    const found = purpose === undefined ? undefined : compiled.get(purpose);
    if (found !== undefined) byAgent.set(agent, found);
  }
  return ({ agent, purposes }, upstream, name, powers = NO_POWERS) => {
    if (purposes !== undefined) return isScoped(purposes, upstream, name, powers);
    const purpose = agent === undefined ? undefined : byAgent.get(agent);
    return purpose?.allows(upstream, name, powers) === true;
  };
}

/** Whether a principal may be granted anything of a server, which is asked also while nobody knows what that offers. */
export type Reaches = (principal: Principal, upstream: string) => boolean;

/** As `compileGrants`, for whole servers: of one that a caller has nothing of, it is told nothing either. */
export function compileReach(
  { servers, agents }: Pick<PolicySource, 'servers' | 'agents'>,
  compiled: ReadonlyMap<string, Purpose>,
): Reaches {
  const hasAgents = Object.keys(agents).length > 0;
  const ownOf = (agent: string | undefined): string[] => {
    const purpose = agent !== undefined && Object.hasOwn(agents, agent) ? agents[agent]?.purpose : undefined;
    return purpose === undefined ? [] : [purpose];
  };
  return ({ agent, purposes }, upstream) => {
    if (!Object.hasOwn(servers, upstream)) return false;
    const names = purposes ?? (hasAgents ? ownOf(agent) : undefined);
    return names === undefined || names.some((name) => compiled.get(name)?.reaches(upstream) === true);
  };
}
