import type { Config } from '../config/schema.ts';
import type { Principal } from '../model/call.ts';
import type { Client } from './envelope.ts';
import { claimAt, type Subject } from './subject.ts';

/** What is proven of who calls: how the process was launched, or which token came. */
export interface Proof {
  readonly transport: 'stdio' | 'http';
  /** `sallyport serve --agent NAME`. */
  readonly launch?: string;
  /** The name of the bearer token that came. */
  readonly token?: string;
  /** The agent that the token was made for. */
  readonly assigned?: string;
  /** Who the access token speaks of that came. */
  readonly subject?: Subject;
}

/** Tells who calls. Cheap for a client that was seen before. `subagent` is what the client says of a part of itself. */
export type Identify = (proof: Proof, client: Client | undefined, subagent?: string) => Principal;

type Agents = Config['agents'];

/** Clients name themselves and their parts: what they can make us remember has an end. */
const MOST_KNOWN = 1_000;

/**
 * An agent is found by what is proven; an agent that names nothing to be found by is launched by its own name. The
 * client's own name can only take that away: one that does not match leaves the principal without an agent, which has
 * no grants once any agent is named.
 */
export function createIdentity(agents: Agents): Identify {
  // By proof first: those of tokens live as long as the token is remembered, and are the same object for every request.
  const known = new WeakMap<Proof, Map<string, Principal>>();
  return (proof, client, subagent) => {
    let parts = known.get(proof);
    if (parts === undefined) {
      parts = new Map();
      known.set(proof, parts);
    }
    const key =
      client === undefined && subagent === undefined
        ? ''
        : `${client === undefined ? '' : `${client.name.length}:${client.name}\n${client.version.length}:${client.version}`}\n${subagent ?? ''}`;
    const found = parts.get(key);
    if (found !== undefined) return found;
    const principal = principalOf(agents, proof, client, subagent);
    if (parts.size >= MOST_KNOWN) parts.clear();
    parts.set(key, principal);
    return principal;
  };
}

/** Whether somebody proved who they are, rather than just being there. */
export const isAuthenticated = ({ token, subject }: Proof): boolean => token !== undefined || subject !== undefined;

function principalOf(agents: Agents, proof: Proof, client: Client | undefined, subagent?: string): Principal {
  const proven = Object.entries(agents).find(([name, { match }]) => isProven(name, match, proof));
  const [name, agent] = proven !== undefined && isNamed(proven[1].match.client, client) ? proven : [];
  const local = proof.transport === 'stdio';
  const { subject } = proof;
  return Object.freeze({
    id: idOf(proof),
    ...(name === undefined ? {} : { agent: name }),
    ...purposeOf(agent?.purpose, subject?.purposes),
    ...(subject?.clientId === undefined ? {} : { clientId: subject.clientId }),
    ...(subject === undefined || subject.actors.length === 0 ? {} : { actors: subject.actors }),
    ...(subagent === undefined ? {} : { subagent }),
    ...(client === undefined ? {} : { client }),
    // A person sits before a client that started us; behind a port there may be nobody.
    human: agent?.human ?? (local ? 'elicitation' : 'out-of-band'),
  });
}

/** What an agent is for, where scopes decide nothing; else what its scopes grant, and of that only the agent's own. */
function purposeOf(
  own: string | undefined,
  granted: readonly string[] | undefined,
): Pick<Principal, 'purpose' | 'purposes'> {
  if (granted === undefined) return own === undefined ? {} : { purpose: own };
  const purposes = own === undefined ? granted : granted.filter((purpose) => purpose === own);
  const [only] = purposes;
  return only !== undefined && purposes.length === 1 ? { purpose: only, purposes } : { purposes };
}

function isProven(name: string, match: Agents[string]['match'], proof: Proof): boolean {
  const { launch, token, clientId, issuer, claim } = match;
  if (proof.assigned !== undefined)
    return proof.assigned === name && (proof.launch === undefined || proof.launch === (launch ?? name));
  const isFound = token !== undefined || clientId !== undefined || issuer !== undefined || claim !== undefined;
  const wanted = launch ?? (isFound ? undefined : name);
  return (
    (wanted === undefined || wanted === proof.launch) &&
    (token === undefined || token === proof.token) &&
    (clientId === undefined || clientId === proof.subject?.clientId) &&
    (issuer === undefined || issuer === proof.subject?.issuer) &&
    (claim === undefined || (proof.subject !== undefined && says(proof.subject, claim)))
  );
}

/** Whether a token says all of this: the value itself, or a list that holds it. */
const says = ({ claims }: Subject, wanted: Readonly<Record<string, string | number | boolean>>): boolean =>
  Object.entries(wanted).every(([at, value]) => {
    const said = claimAt(claims, at);
    return said === value || (Array.isArray(said) && said.includes(value));
  });

const isNamed = (wanted: string | undefined, client: Client | undefined): boolean =>
  wanted === undefined || wanted === client?.name;

/**
 * Stable over restarts, and never from what a client says of itself. An issuer is a URL without a fragment, so what
 * follows the first `#` is the subject, whatever stands in it.
 */
function idOf({ transport, launch, token, subject }: Proof): string {
  if (subject !== undefined) {
    const id = `${subject.issuer}#${subject.id}`;
    return launch === undefined ? id : `launch:${encodeURIComponent(launch)} ${id}`;
  }
  if (token !== undefined) return launch === undefined ? `token:${token}` : `token:${token}@${launch}`;
  if (launch !== undefined) return `launch:${launch}`;
  return transport === 'stdio' ? 'local' : 'anonymous';
}
