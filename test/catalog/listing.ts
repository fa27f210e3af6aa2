import type { Listing } from '../../src/model/upstreams.ts';

/** A server's listing of what a test names. */
export const listing = (upstream: string, offers: Partial<Listing> = {}): Listing => ({
  upstream,
  serverInfo: { name: upstream, version: '1' },
  capabilities: { tools: {} },
  instructions: undefined,
  protocol: '2025-11-25',
  tools: [],
  resources: [],
  resourceTemplates: [],
  prompts: [],
  at: 0,
  ...offers,
});

export const tool = (name: string, rest: object = {}): string =>
  JSON.stringify({ name, description: `About ${name}`, inputSchema: { type: 'object' }, ...rest });

export const resource = (uri: string): string => JSON.stringify({ uri, name: 'a resource' });

export const template = (uriTemplate: string): string => JSON.stringify({ uriTemplate, name: 'a template' });
