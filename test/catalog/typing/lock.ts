import { lockServer } from '../../../src/catalog/lockfile/lock.ts';
import type { Lockfile } from '../../../src/catalog/lockfile/lockfile.ts';
import { configSchema, type ServerConfig } from '../../../src/config/schema.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const server = configSchema.parse({ servers: { it: { command: 'it' } } }).servers.it as ServerConfig;

/** Servers with these tools, as they would be locked. */
export const locked = (servers: Readonly<Record<string, readonly JsonObject[]>>): Lockfile => ({
  servers: new Map(
    Object.entries(servers).map(([upstream, tools]) => [
      upstream,
      lockServer(
        {
          upstream,
          protocol: '2025-11-25',
          serverInfo: {},
          instructions: undefined,
          at: 0,
          capabilities: {},
          tools: tools.map((tool) => JSON.stringify(tool)),
          prompts: [],
          resources: [],
          resourceTemplates: [],
        },
        server,
        (text) => text,
      ),
    ]),
  ),
});
