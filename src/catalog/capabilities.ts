import { isObject, type JsonObject } from '../model/json.ts';
import type { Listing } from '../model/upstreams.ts';

/** All that can be relayed: declared before every server has answered, since the client cannot wait for them. */
const EVERYTHING: JsonObject = Object.freeze({
  tools: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  prompts: { listChanged: true },
  completions: {},
  logging: {},
});

/**
 * What the union declares downstream. Of each server's own declaration only names that we relay are read: an unknown
 * capability, tasks and extensions would oblige us to what we do not do. `missing` says whether a server has not listed yet.
 */
export function unionCapabilities(listings: readonly Listing[], missing: boolean): JsonObject {
  if (missing) return EVERYTHING;
  const has = (key: string): boolean => listings.some(({ capabilities }) => isObject(capabilities[key]));
  const subscribes = listings.some(
    ({ capabilities: { resources } }) => isObject(resources) && resources.subscribe === true,
  );
  return {
    // Always: the union has tools of its own.
    tools: { listChanged: true },
    ...(has('resources') ? { resources: { listChanged: true, ...(subscribes ? { subscribe: true } : {}) } } : {}),
    ...(has('prompts') ? { prompts: { listChanged: true } } : {}),
    ...(has('completions') ? { completions: {} } : {}),
    ...(has('logging') ? { logging: {} } : {}),
  };
}
