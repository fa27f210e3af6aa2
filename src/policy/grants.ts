import type { Principal } from '../model/call.ts';
import { wildcard } from '../model/wildcard.ts';
import type { PolicySource } from './rule.ts';

export type Granted = (principal: Principal, upstream: string, name: string) => boolean;

interface Purpose {
  readonly allow: readonly ((name: string) => boolean)[];
  readonly deny: readonly ((name: string) => boolean)[];
  readonly known: Map<string, Map<string, boolean>>;
}

/** Names are an upstream's own, so their number is not ours to trust. */
const MOST_KNOWN = 10_000;

/**
 * Who may call what. Without configured agents every configured server is granted; once one is named, only what the
 * purpose of the caller's agent allows and does not deny. Where the scopes of an access token decide, it is what one of
 * the purposes behind them allows and does not deny.
 */
export function compileGrants({
  servers,
  agents,
  purposes,
}: Pick<PolicySource, 'servers' | 'agents' | 'purposes'>): Granted {
  const compiled = new Map<string, Purpose>();
  for (const [name, { allow, deny }] of Object.entries(purposes)) {
    compiled.set(name, { allow: allow.map(wildcard), deny: deny.map(wildcard), known: new Map() });
  }
  const isScoped = (names: readonly string[], upstream: string, name: string): boolean =>
    names.some((one) => {
      const purpose = compiled.get(one);
      return purpose !== undefined && isGranted(purpose, upstream, name);
    });
  if (Object.keys(agents).length === 0) {
    const configured = new Set(Object.keys(servers));
    return ({ purposes }, upstream, name) =>
      configured.has(upstream) && (purposes === undefined || isScoped(purposes, upstream, name));
  }
  const byAgent = new Map<string, Purpose>();
  for (const [agent, { purpose }] of Object.entries(agents)) {
    const found = purpose === undefined ? undefined : compiled.get(purpose);
    if (found !== undefined) byAgent.set(agent, found);
  }
  return ({ agent, purposes }, upstream, name) => {
    if (purposes !== undefined) return isScoped(purposes, upstream, name);
    const purpose = agent === undefined ? undefined : byAgent.get(agent);
    return purpose !== undefined && isGranted(purpose, upstream, name);
  };
}

function isGranted({ allow, deny, known }: Purpose, upstream: string, name: string): boolean {
  let names = known.get(upstream);
  if (names === undefined) {
    names = new Map();
    known.set(upstream, names);
  }
  const before = names.get(name);
  if (before !== undefined) return before;
  const tool = `${upstream}.${name}`;
  const granted = allow.some((matches) => matches(tool)) && !deny.some((matches) => matches(tool));
  if (names.size >= MOST_KNOWN) names.clear();
  names.set(name, granted);
  return granted;
}
