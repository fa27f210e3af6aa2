import type { Config } from '../config/schema.ts';
import type { Principal } from '../model/call.ts';
import type { Client } from './envelope.ts';

/** What is proven of who calls: how the process was launched, or which token came. */
export interface Proof {
  readonly transport: 'stdio' | 'http';
  /** `sallyport serve --agent NAME`. */
  readonly launch?: string;
  /** The name of the bearer token that came. */
  readonly token?: string;
}

/** Tells who calls. Cheap for a client that was seen before. */
export type Identify = (proof: Proof, client: Client | undefined) => Principal;

type Agents = Config['agents'];

/**
 * An agent is found by what is proven; an agent that names neither launch nor token is launched by its own name. The
 * client's own name can only take that away: one that does not match leaves the principal without an agent, which has
 * no grants once any agent is named.
 */
export function createIdentity(agents: Agents): Identify {
  const known = new Map<string, Principal>();
  return (proof, client) => {
    const key = `${proof.transport}\n${proof.launch ?? ''}\n${proof.token ?? ''}\n${client === undefined ? '' : `${client.name.length}:${client.name}\n${client.version}`}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const principal = principalOf(agents, proof, client);
    // Clients name themselves: what they can make us remember has an end.
    if (known.size >= 1000) known.clear();
    known.set(key, principal);
    return principal;
  };
}

function principalOf(agents: Agents, proof: Proof, client: Client | undefined): Principal {
  const proven = Object.entries(agents).find(([name, { match }]) => isProven(name, match, proof));
  const [name, agent] = proven !== undefined && isNamed(proven[1].match.client, client) ? proven : [];
  const local = proof.transport === 'stdio';
  return Object.freeze({
    id: idOf(proof),
    ...(name === undefined ? {} : { agent: name }),
    ...(agent?.purpose === undefined ? {} : { purpose: agent.purpose }),
    ...(client === undefined ? {} : { client }),
    // A person sits before a client that started us; behind a port there may be nobody.
    human: agent?.human ?? (local ? 'elicitation' : 'out-of-band'),
  });
}

function isProven(name: string, match: Agents[string]['match'], proof: Proof): boolean {
  const launch = match.launch ?? (match.token === undefined ? name : undefined);
  return (
    (launch === undefined || launch === proof.launch) && (match.token === undefined || match.token === proof.token)
  );
}

const isNamed = (wanted: string | undefined, client: Client | undefined): boolean =>
  wanted === undefined || wanted === client?.name;

/** Stable over restarts, and never from what a client says of itself. */
function idOf({ transport, launch, token }: Proof): string {
  if (token !== undefined) return launch === undefined ? `token:${token}` : `token:${token}@${launch}`;
  if (launch !== undefined) return `launch:${launch}`;
  return transport === 'stdio' ? 'local' : 'anonymous';
}
