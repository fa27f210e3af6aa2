import type { Json } from '../../model/json.ts';
import type { Client } from '../client.ts';

/** How a client starts Sallyport. */
export interface OwnLaunch {
  readonly command: string;
  readonly args: readonly string[];
}

/** Whether an entry of ours serves the same: which copy of Sallyport it starts does not matter. */
export function servesAlike({ args }: OwnLaunch, other: readonly string[]): boolean {
  return args.slice(args.indexOf('serve')).every((word) => other.includes(word));
}

/** Our name in a client's file. */
export const OWN_NAME = 'sallyport';

/**
 * The one entry that a client is left with, in that client's own form. Most clients pass few variables of their environment
 * to a server, so those that references need are named, in the client's spelling.
 */
export function ownEntry(
  client: Pick<Client, 'id' | 'shape'>,
  name: string,
  { command, args }: OwnLaunch,
  variables: readonly string[],
): Json {
  const spell = SPELLINGS[client.id];
  const env = Object.fromEntries(spell === undefined ? [] : variables.map((each) => [each, spell(each)]));
  const isNeeded = Object.keys(env).length > 0;
  if (client.shape === 'argv') {
    return { type: 'local', command: [command, ...args], ...(isNeeded ? { environment: env } : {}), enabled: true };
  }
  if (client.shape === 'list') return { name, command, args };
  if (client.shape === 'zed') return { source: 'custom', command, args, env: {} };
  if (client.shape === 'goose') {
    return { enabled: true, type: 'stdio', name, description: '', cmd: command, args, envs: {}, timeout: 300 };
  }
  const passed = client.id === 'codex' && variables.length > 0 ? { env_vars: variables } : isNeeded ? { env } : {};
  return { ...DETAILS[client.id]?.front, command, args, ...passed, ...DETAILS[client.id]?.back };
}

const dollar = (name: string): string => `\${${name}}`;
/** With an empty default: an unset variable must not keep the client from starting anything. */
const defaulted = (name: string): string => `\${${name}:-}`;
const dollarEnv = (name: string): string => `\${env:${name}}`;
const braced = (name: string): string => `{env:${name}}`;

/** How clients that expand variables themselves spell them. */
const SPELLINGS: Readonly<Record<string, (name: string) => string>> = {
  'claude-code': defaulted,
  mcporter: defaulted,
  'copilot-cli': dollar,
  'gemini-cli': dollar,
  kiro: dollar,
  cursor: dollarEnv,
  vscode: dollarEnv,
  windsurf: dollarEnv,
  roo: dollarEnv,
  opencode: braced,
  'kilo-code': braced,
};

/** What some clients want in addition. */
interface Details {
  readonly front?: Readonly<Record<string, Json>>;
  readonly back?: Readonly<Record<string, Json>>;
}

const DETAILS: Readonly<Record<string, Details>> = {
  vscode: { front: { type: 'stdio' } },
  'claude-code': { front: { type: 'stdio' } },
  'copilot-cli': { front: { type: 'local' }, back: { tools: ['*'] } },
};
