import type { Json } from '../../model/json.ts';
import type { Client } from '../client.ts';

/** How a client starts Sallyport. */
export interface OwnLaunch {
  readonly command: string;
  readonly args: readonly string[];
}

/** What we are called in a client's file. */
export const OWN_NAME = 'sallyport';

/** The one entry that a client is left with, as that client writes its own. */
export function ownEntry(client: Pick<Client, 'id' | 'shape'>, name: string, { command, args }: OwnLaunch): Json {
  if (client.shape === 'argv') return { type: 'local', command: [command, ...args], enabled: true };
  if (client.shape === 'list') return { name, command, args };
  if (client.shape === 'zed') return { source: 'custom', command, args, env: {} };
  if (client.shape === 'goose') {
    return { enabled: true, type: 'stdio', name, description: '', cmd: command, args, envs: {}, timeout: 300 };
  }
  return { ...DETAILS[client.id]?.front, command, args, ...DETAILS[client.id]?.back };
}

/** What some clients want besides. */
const DETAILS: Readonly<
  Record<string, { readonly front?: Readonly<Record<string, Json>>; readonly back?: Readonly<Record<string, Json>> }>
> = {
  vscode: { front: { type: 'stdio' } },
  'claude-code': { front: { type: 'stdio' } },
  'copilot-cli': { front: { type: 'local' }, back: { tools: ['*'] } },
};
