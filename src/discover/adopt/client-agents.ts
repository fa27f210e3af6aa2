import type { JsonObject } from '../../model/json.ts';
import type { Client } from '../client.ts';
import type { Choice, Taken } from './choice.ts';

/** An agent as the configuration has it. */
export interface NamedAgent {
  readonly match: Readonly<Record<string, unknown>> & { readonly launch?: string | undefined };
  readonly purpose?: string | undefined;
}

/** The agent that a client becomes, and what its purpose will allow. */
export interface ClientAgent {
  readonly title: string;
  readonly name: string;
  readonly purpose: string;
  /** Not configured yet. */
  readonly isNew: boolean;
  /** Names behind Sallyport. */
  readonly servers: readonly string[];
}

/** What a configuration says about agents, and whether it has servers already. */
export interface AgentConfig {
  readonly file: string;
  readonly servers: Readonly<Record<string, JsonObject>>;
  readonly agents?: Readonly<Record<string, NamedAgent>>;
  readonly purposes?: readonly string[];
}

export interface ClientAgents {
  /** Whether each client gets only its own servers. */
  readonly areApart: boolean;
  /** The agent of a client; undefined where all get everything. */
  of(client: Client): string | undefined;
  become(taken: readonly Taken[]): ClientAgent[];
}

/** How a client is started as this agent; undefined where a token or its issuer says who it is. */
export function launchOf(name: string, match: NamedAgent['match']): string | undefined {
  const isFound = ['token', 'clientId', 'issuer', 'claim'].some((proof) => match[proof] !== undefined);
  return match.launch ?? (isFound ? undefined : name);
}

/**
 * Once agents are configured, a client that is none gets nothing: so each becomes one, asked for or not. Throws where that
 * would take from others what they have.
 */
export function agentsIn({ apart = false }: Choice, config: AgentConfig): ClientAgents {
  const { agents = {}, purposes = [], servers, file } = config;
  const areNamed = Object.keys(agents).length > 0;
  if (!apart && !areNamed) return { areApart: false, of: () => undefined, become: () => [] };
  if (!areNamed && Object.keys(servers).length > 0) {
    throw new Error(
      `${file} gives all of its servers to every client, and --apart would take them from those that have it already: put them back first (\`sallyport restore\`), or name another --config`,
    );
  }
  /** Its agent by how it is started, or else a name that is free. */
  const entryOf = ({ id }: Client): [name: string, agent: NamedAgent | undefined] => {
    const found = Object.entries(agents).find(([name, { match }]) => launchOf(name, match) === id);
    if (found !== undefined) return found;
    const isFree = (name: string): boolean => !Object.hasOwn(agents, name) && !purposes.includes(name);
    return [isFree(id) ? id : `${id}-client`, undefined];
  };
  return {
    areApart: true,
    of: (client) => {
      const [name, agent] = entryOf(client);
      return agent === undefined ? name : client.id;
    },
    become: (taken) => {
      const clients = [...new Map(taken.map(({ found }) => [found.slot.client.id, found.slot.client])).values()];
      return clients.map((client) => {
        const [name, agent] = entryOf(client);
        if (agent !== undefined && agent.purpose === undefined) {
          throw new Error(`agent ${name} in ${file} has no purpose, so that nothing can be granted to it: give it one`);
        }
        const sharer = Object.entries(agents).find(
          ([other, { purpose }]) => other !== name && purpose !== undefined && purpose === agent?.purpose,
        );
        if (sharer !== undefined) {
          throw new Error(
            `agents ${name} and ${sharer[0]} in ${file} share the purpose ${sharer[1].purpose}, and what one is granted the other would get: give ${name} one of its own`,
          );
        }
        const own = taken.filter(({ found }) => found.slot.client.id === client.id).map((each) => each.name);
        const servers = [...new Set(own)];
        return { title: client.title, name, purpose: agent?.purpose ?? name, isNew: agent === undefined, servers };
      });
    },
  };
}
