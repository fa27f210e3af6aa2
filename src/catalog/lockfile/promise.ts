import type { ServerConfig } from '../../config/schema.ts';
import type { Listing } from '../../model/upstreams.ts';
import { NAME_KEY } from '../definition.ts';
import type { Conceal } from './conceal.ts';
import { LockfileError } from './error.ts';
import { identityOf } from './identity.ts';
import type { Identity, LockedKind, LockedServer } from './lockfile.ts';
import { fits } from './recipe.ts';

/**
 * What may be shown of a server that is still starting: what was accepted of it, as far as the file holds it word for word.
 * Undefined where the file is about something that is run otherwise, or called elsewhere, than is configured.
 */
export function promiseOf(
  upstream: string,
  locked: LockedServer,
  server: ServerConfig,
  hide: Conceal,
  at: number,
): Listing | undefined {
  const { identity, instructions } = locked;
  if (!isRunAs(identity, server, hide)) return undefined;
  return {
    upstream,
    serverInfo: { name: identity.name ?? '', version: identity.version ?? '' },
    capabilities: {},
    instructions,
    protocol: identity.protocol ?? '',
    tools: textsOf('tools', locked),
    prompts: textsOf('prompts', locked),
    resourceTemplates: textsOf('resourceTemplates', locked),
    // They are not locked.
    resources: [],
    at,
  };
}

function isRunAs(was: Identity, server: ServerConfig, hide: Conceal): boolean {
  const is = identityOf(server, NOTHING_SAID, hide);
  return was.command === is.command && was.url === is.url && (was.args ?? []).join('\0') === (is.args ?? []).join('\0');
}

const NOTHING_SAID = { serverInfo: {}, protocol: '' };

/** A definition that was shortened, edited or cannot be read does not fit its pin: it waits until its server says it. */
function textsOf(kind: LockedKind, locked: LockedServer): readonly string[] {
  return [...locked[kind]].flatMap(([name, one]) => {
    try {
      const text = JSON.stringify({ [NAME_KEY[kind]]: name, ...one.definition() });
      return fits(one.pin, text) === true ? [text] : [];
    } catch (error) {
      if (error instanceof LockfileError) return [];
      throw error;
    }
  });
}
