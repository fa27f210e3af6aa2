import type { Listing } from '../../../src/model/upstreams.ts';

/** A server with one tool, as it lists itself. */
export const LISTING: Listing = {
  upstream: 'mail',
  serverInfo: {},
  capabilities: { tools: {} },
  instructions: undefined,
  protocol: '2025-11-25',
  tools: ['{"name":"send","inputSchema":{"type":"object"}}'],
  resources: [],
  resourceTemplates: [],
  prompts: [],
  at: 0,
};
