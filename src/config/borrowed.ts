import type { Path } from '../model/complaint.ts';

/** How a server is written here. */
export const SERVERS_FORM = '`servers: { NAME: { command: … } }`, or `url: …` for one over HTTP';
const TOP_HINT = `Write ${SERVERS_FORM}.`;
const URL_HINT = 'Write `url` instead.';

/** Keys as configurations of other tools have them, at the top and in a server, and how that is written here. */
const TOP = new Map(['mcpServers', 'mcp_servers', 'mcp'].map((key) => [key, TOP_HINT]));
const IN_SERVER = new Map([
  [
    'type',
    'Leave it out: `command` or `url` says it; write `transport: sse` for the HTTP+SSE transport of 2024-11-05.',
  ],
  ['httpUrl', URL_HINT],
  ['serverUrl', URL_HINT],
  ['environment', 'Write `env` instead.'],
  ['enabled', 'Write `disabled: true` for a server that is not to run; any other runs.'],
  ['name', 'The key that the server stands under is its name: leave this out.'],
]);

/** How a key that belongs to another tool is written here; undefined for any other. */
export function howHere(path: Path, key: string): string | undefined {
  if (path.length === 0) return TOP.get(key);
  return path.length === 2 && path[0] === 'servers' ? IN_SERVER.get(key) : undefined;
}
