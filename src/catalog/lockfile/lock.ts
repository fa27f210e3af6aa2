import type { ServerConfig } from '../../config/schema.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { POWERS, type Power } from '../../model/tool.ts';
import type { Listing } from '../../model/upstreams.ts';
import { DEFAULT_LABELS, explain } from '../classify.ts';
import { type Definition, NAME_KEY, readDefinitions } from '../definition.ts';
import type { Conceal } from './conceal.ts';
import { identityOf } from './identity.ts';
import type { Locked, LockedKind, LockedServer, Risk } from './lockfile.ts';
import { fits, pinOf } from './recipe.ts';

/** All that a server offers now, as it would be locked. `server` is its configuration as written. */
export function lockServer(listing: Listing, server: ServerConfig, hide: Conceal): LockedServer {
  const lock = (kind: LockedKind): ReadonlyMap<string, Locked> =>
    new Map(
      readDefinitions(kind, listing.upstream, listing[kind], server).kept.map((each) => [
        each.name,
        lockDefinition(each, server),
      ]),
    );
  const { instructions } = listing;
  return {
    identity: identityOf(server, listing, hide),
    ...(instructions === undefined ? {} : { instructions }),
    tools: lock('tools'),
    prompts: lock('prompts'),
    resourceTemplates: lock('resourceTemplates'),
  };
}

/** One thing that a server offers, as it would be locked: pinned, classified, and not yet looked at by anybody. */
export function lockDefinition(definition: Definition, server: ServerConfig | undefined): Locked {
  const value = JSON.parse(definition.sent) as JsonObject;
  const { powers, roles } = classificationOf(definition, value);
  return {
    pin: pinOf(definition.sent),
    fits: (pin) => fits(pin, definition.sent) === true,
    confirmed: false,
    risk: riskOf({ powers, roles }),
    powers,
    roles,
    labels: server?.labels ?? DEFAULT_LABELS,
    definition: () => partsOf(definition.kind, value),
  };
}

type Classification = Pick<Locked, 'powers' | 'roles'>;

function classificationOf({ kind, facts }: Definition, value: JsonObject): Classification {
  if (kind === 'tools') return inferTool(value);
  const why = kind === 'prompts' ? 'a prompt is read' : 'a resource is read';
  return {
    powers: new Map<Power, string>([['read', why]]),
    roles: new Map(Object.entries(facts.roles).map(([at, role]) => [at, { role, why: 'its name says so' }])),
  };
}

/** What the definition of a tool says that it can do, and what its arguments decide. */
export function inferTool(definition: JsonObject): Classification {
  const { powers, roles } = explain(definition);
  return {
    powers: new Map(powers.map(({ power, reason }) => [power, reason])),
    roles: new Map(roles.map(({ at, role, reason }) => [at, { role, why: reason }])),
  };
}

/** The worst that a tool could do, by its powers and the roles of its arguments. */
export function riskOf({ powers, roles }: Classification): Risk {
  const decided = Array.from(roles.values(), ({ role }) => role);
  if (powers.has('destructive') || powers.has('execute') || decided.includes('command')) return 'high';
  if (powers.has('external') && (powers.has('write') || decided.includes('destination'))) return 'high';
  return POWERS.some((power) => power !== 'read' && powers.has(power)) ? 'medium' : 'low';
}

/** A longer part is kept only as its hash: a picture, a generated schema. Characters. */
export const LONGEST_PART = 100_000;

/** All of a definition but its name, which is the key above it. */
function partsOf(kind: LockedKind | Definition['kind'], value: JsonObject): JsonObject {
  const { [NAME_KEY[kind]]: _name, ...rest } = value;
  return Object.fromEntries(
    Object.entries(rest).map(([key, part]) => {
      const text = isObject(part) || Array.isArray(part) || typeof part === 'string' ? JSON.stringify(part) : '';
      return text.length > LONGEST_PART ? [key, { $long: pinOf(text).hash, characters: text.length }] : [key, part];
    }),
  );
}
