import type { Config } from '../config/schema.ts';
import type { Principal } from '../model/call.ts';
import type { Client } from './envelope.ts';
import { claimAt, type Subject } from './identity/subject.ts';

/** What is proven about the caller: how the process was launched, or which token came. */
export interface Proof {
  readonly transport: 'stdio' | 'http';
  /** `sallyport serve --agent NAME`. */
  readonly launch?: string;
  /** The name of the bearer token that came. */
  readonly token?: string;
  /** The agent that the token was made for. */
  readonly assigned?: string;
  /** Whom the access token that came speaks of. */
  readonly subject?: Subject;
}

/** Says who calls. Cheap for a client that was seen before. `subagent` is what the client says of a part of itself. */
export type Identify = (proof: Proof, client: Client | undefined, subagent?: string) => Principal;

type Agents = Config['agents'];

/** Clients choose their own names and those of their sub-agents: this limits what they can make us remember. */
const MOST_KNOWN = 1_000;

/**
 * An agent is found by what is proven; one that names nothing to be recognised by is launched by its own name. The client's
 * own name can only take the agent away: one that does not match leaves the principal without an agent, and so without
 * grants once any agent is configured.
 */
export function createIdentity(agents: Agents): Identify {
  // By proof first: proofs of tokens are the same object for every request, for as long as the token is remembered.
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

/** Whether the caller proved who they are, rather than merely being on this machine. */
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
    // A person sits in front of a client that started us; behind a port there may be nobody.
    human: agent?.human ?? (local ? 'elicitation' : 'out-of-band'),
  });
}

/** An agent's purpose, where scopes decide nothing; else what the scopes grant, within the agent's own purpose. */
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

/** Whether a token makes all these claims: the value itself, or a list that has it. */
const says = ({ claims }: Subject, wanted: Readonly<Record<string, string | number | boolean>>): boolean =>
  Object.entries(wanted).every(([at, value]) => {
    const said = claimAt(claims, at);
    return said === value || (Array.isArray(said) && said.includes(value));
  });

const isNamed = (wanted: string | undefined, client: Client | undefined): boolean =>
  wanted === undefined || wanted === client?.name;

/**
 * Stable across restarts, and never made from what a client says of itself. An issuer is a URL without a fragment, so
 * everything after the first `#` is the subject.
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
