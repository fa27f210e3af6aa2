import type { Loaded } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { mayBeFile } from '../../journal/disk/same-file.ts';
import type { Complaint, Path } from '../../model/complaint.ts';
import { LOOPBACK } from '../../model/host.ts';

/** A token that `sallyport token add` made. */
interface Added {
  readonly name: string;
  readonly agent?: string;
  /** The configuration whose agent that is. */
  readonly config?: string;
}

type Add = (path: Path, what: string, instead: string) => void;

/** What is odd about who may call: agents that nobody can be, tokens that open nothing or everything. */
export function identityDoubts(
  { config, path: file, locate }: Pick<Loaded, 'config' | 'path' | 'locate'>,
  added: readonly Added[],
): Complaint[] {
  const found: Complaint[] = [];
  const add: Add = (path, what, instead) => {
    found.push({ path, what, instead, place: locate(path) });
  };
  for (const name of Object.keys(config.agents)) doubtAgent(name, config, added, add);
  doubtIssuers(config, add);
  // All configurations of a state directory share its tokens, so that one of another is let in here as well.
  for (const { name } of added) {
    if (!Object.hasOwn(config.http.tokens, name)) continue;
    const what = `there are two tokens "${name}", here and by \`sallyport token add\`: revoking one leaves the other`;
    add(['http', 'tokens', name], what, 'Give one of them another name.');
  }
  // Which agent of another configuration it is for is no matter here.
  const ours = added.filter((token) => token.config === undefined || mayBeFile(token.config, file));
  doubtLoose(config, ours, add);
  for (const { name, agent } of ours) {
    if (agent === undefined || Object.hasOwn(config.agents, agent)) continue;
    const what = `token "${name}" was made for agent "${agent}", which is not configured here: it opens nothing here`;
    const instead = `Name the agent under \`agents\`; or, if no other configuration with this state directory names it either: \`sallyport token revoke ${name}\``;
    add(['agents'], what, instead);
  }
  return found;
}

/** A token that is no agent's is let in, is shown nothing, and nobody says why. */
function doubtLoose({ agents, http }: Config, added: readonly Added[], add: Add): void {
  if (Object.keys(agents).length === 0) return;
  const bound = new Set(Object.values(agents).map(({ match }) => match.token));
  const doubt = (path: Path, name: string, other: string): void => {
    if (bound.has(name)) return;
    const instead = `Say whose it is: give an agent here \`match: { token: ${name} }\`, or ${other}.`;
    add(path, `token "${name}" is of no agent, so it opens nothing here`, instead);
  };
  for (const name of Object.keys(http.tokens)) doubt(['http', 'tokens', name], name, 'take it out here');
  for (const { name, agent } of added) {
    const other = `revoke it and make it anew with \`sallyport token add ${name} --agent AGENT\``;
    if (agent === undefined && !Object.hasOwn(http.tokens, name)) doubt(['agents'], name, other);
  }
}

/** Whether an agent is recognised by what an issuer says. */
const isVouchedFor = ({ match }: Config['agents'][string]): boolean =>
  match.clientId !== undefined || match.claim !== undefined || match.issuer !== undefined;

function doubtAgent(name: string, { agents, http }: Config, added: readonly Added[], add: Add): void {
  const agent = agents[name];
  if (agent === undefined) return;
  const { match } = agent;
  const path: Path = ['agents', name, 'match'];
  const { issuers } = http.auth;
  if (match.token !== undefined && !Object.hasOwn(http.tokens, match.token)) {
    if (!added.some((token) => token.name === match.token))
      add(
        [...path, 'token'],
        `there is no token "${match.token}", so nobody is agent "${name}"`,
        `Make it: \`sallyport token add ${match.token}\``,
      );
  }
  if (!isVouchedFor(agent)) return;
  const known = issuers.map(({ issuer }) => issuer);
  if (match.issuer !== undefined && !known.includes(match.issuer)) {
    const instead = known.length === 0 ? 'Name it in http.auth.issuers.' : `Configured: ${known.join(', ')}.`;
    add([...path, 'issuer'], `"${match.issuer}" is no configured issuer, so nobody is agent "${name}"`, instead);
    return;
  }
  if (known.length === 0) {
    add(path, `no issuer is configured, so nobody is agent "${name}"`, 'Name one in http.auth.issuers.');
    return;
  }
  if (match.issuer === undefined && known.length > 1) {
    const what = `any of ${known.length} issuers may say who is agent "${name}"`;
    add(path, what, 'Say which with `issuer`.');
  }
  const own = issuers.filter(({ issuer }) => match.issuer === undefined || issuer === match.issuer);
  const isReachable = own.some(({ scopes }) => {
    const purposes = Object.values(scopes);
    return purposes.length === 0 || agent.purpose === undefined || purposes.includes(agent.purpose);
  });
  if (isReachable) return;
  const what = `no scope grants "${agent.purpose}", the purpose of agent "${name}", so nothing is granted to it`;
  add(['agents', name, 'purpose'], what, 'Map a scope to it under `scopes` of the issuer.');
}

function doubtIssuers({ agents, http }: Config, add: Add): void {
  const { issuers, resource } = http.auth;
  for (const [index, { issuer, scopes }] of issuers.entries()) {
    if (Object.keys(scopes).length > 0) continue;
    const path: Path = ['http', 'auth', 'issuers', index, 'issuer'];
    if (Object.keys(agents).length === 0) {
      const what = `whoever ${issuer} gives a token for this server may call everything that is configured`;
      add(path, what, 'Map its scopes to purposes, or name agents.');
    } else if (
      !Object.values(agents).some((agent) => isVouchedFor(agent) && (agent.match.issuer ?? issuer) === issuer)
    ) {
      const what = `no agent is found by what ${issuer} says, and no scope grants anything: its tokens open nothing`;
      add(path, what, 'Match an agent by `clientId` or `claim`, or map scopes to purposes.');
    }
  }
  if (issuers.length === 0 || resource !== undefined) return;
  if (LOOPBACK.includes(http.host) && http.hosts.length === 0) return;
  const what = 'clients elsewhere are told to ask for tokens for an address of this machine';
  add(['http', 'auth'], what, 'Write the address that they call as `resource`, such as https://gate.example/mcp.');
}
