import { messageOf } from '../model/caught.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Connection } from './connection.ts';
import { listPages, lists } from './lane/pages.ts';

export interface ListingOptions {
  readonly upstream: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly odd: (message: string) => void;
}

const NONE: readonly string[] = [];

/**
 * Everything a server offers, all lists at once. Tools that cannot be listed fail the listing; any other list that is broken
 * is reported and empty, since a server is there for its tools.
 */
export async function listAll(
  { lane, greeting }: Pick<Connection, 'lane' | 'greeting'>,
  { upstream, signal, now, odd }: ListingOptions,
): Promise<Listing> {
  const { capabilities } = greeting;
  const list = (capability: string, method: string, member: string): Promise<readonly string[]> =>
    lists(capabilities, capability) !== undefined
      ? listPages(lane, { method, member, signal, odd })
      : Promise.resolve(NONE);
  const orNone = (items: Promise<readonly string[]>): Promise<readonly string[]> =>
    items.catch((error: unknown) => {
      odd(messageOf(error));
      return NONE;
    });
  const [tools, resources, resourceTemplates, prompts] = await Promise.all([
    list('tools', 'tools/list', 'tools'),
    orNone(list('resources', 'resources/list', 'resources')),
    orNone(list('resources', 'resources/templates/list', 'resourceTemplates')),
    orNone(list('prompts', 'prompts/list', 'prompts')),
  ]);
  return {
    upstream,
    serverInfo: greeting.serverInfo,
    capabilities,
    instructions: greeting.instructions,
    protocol: greeting.protocol,
    tools,
    resources,
    resourceTemplates,
    prompts,
    at: now(),
  };
}
