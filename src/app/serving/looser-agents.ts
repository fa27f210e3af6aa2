import type { Config } from '../../config/schema.ts';

type Match = Config['agents'][string]['match'];
type Agents = Pick<Config, 'agents' | 'http'>;

/**
 * Agents that callers may now become and could not before, or whose client may now answer for a person. Agents are tried in
 * the order of the configuration and the first that fits counts, so one may take another's place by coming before it.
 */
export function looserAgents(before: Agents, after: Agents): string[] {
  const said: string[] = [];
  for (const [name, agent] of Object.entries(after.agents)) {
    const old = own(before.agents, name);
    if (agent.human !== old?.human && (agent.human === 'elicitation' || old?.human === 'out-of-band')) {
      said.push(`the client of agent "${name}" may carry a person's answer`);
    }
    if (old !== undefined && JSON.stringify(agent.match) !== JSON.stringify(old.match)) {
      said.push(`agent "${name}" is recognised otherwise`);
    }
  }
  const [had, has] = [Object.keys(before.agents), Object.keys(after.agents)];
  const hasScopes = after.http.auth.issuers.some(({ scopes }) => Object.keys(scopes).length > 0);
  for (const [at, name] of had.entries()) {
    const old = own(before.agents, name);
    if (old === undefined) continue;
    const first = has.indexOf(name);
    const taking = has.filter((other, place) => {
      const agent = own(after.agents, other);
      if (agent === undefined || other === name || (first !== -1 && place > first)) return false;
      const stood = had.indexOf(other);
      return (stood === -1 || stood > at) && mayBeBoth([name, old.match], [other, agent.match]);
    });
    for (const other of taking) said.push(`agent "${other}" is recognised where agent "${name}" was`);
    // A token that belongs to no agent has all that its scopes grant, and no rule about agents applies to it.
    if (first === -1 && hasScopes && old.match.token === undefined) {
      said.push(`agent "${name}" is gone, and its access tokens have whatever their scopes grant`);
    }
  }
  return said;
}

const own = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

/** Whether one proof may fit both. Claims do not rule that out, since one may be a list; nor do clients' names, which come later. */
function mayBeBoth([name, one]: readonly [string, Match], [otherName, other]: readonly [string, Match]): boolean {
  const differ = (left: string | undefined, right: string | undefined): boolean =>
    left !== undefined && right !== undefined && left !== right;
  if (differ(launchOf(name, one), launchOf(otherName, other))) return false;
  if (differ(one.token, other.token) || differ(one.clientId, other.clientId) || differ(one.issuer, other.issuer)) {
    return false;
  }
  // A request carries a token of ours or an issuer's, never both.
  return !((one.token !== undefined && isSubject(other)) || (other.token !== undefined && isSubject(one)));
}

const isSubject = ({ clientId, issuer, claim }: Match): boolean =>
  clientId !== undefined || issuer !== undefined || claim !== undefined;

/** The name an agent is launched by: its own, where it names nothing else to be recognised by. */
const launchOf = (name: string, match: Match): string | undefined =>
  match.launch ?? (match.token !== undefined || isSubject(match) ? undefined : name);
