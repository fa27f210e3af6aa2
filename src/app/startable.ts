import type { StateDir } from '../journal/state/state-dir.ts';
import type { Configuration } from './settings.ts';
import { type Bar, openTrustDesk } from './trust-desk.ts';

/** What keeps a server from being started. */
export type Obstacle =
  | { readonly kind: 'off' }
  /** A value that it needs is missing; `why` says what to do. */
  | { readonly kind: 'wanting'; readonly why: string }
  /** No person has looked at it yet; `command` is how one does. */
  | { readonly kind: 'untrusted'; readonly why: string; readonly command: string };

/** The configured servers, parted by whether a command may start them. */
export interface Startable {
  readonly servers: Configuration['config']['servers'];
  /** For each other one. */
  readonly obstacles: ReadonlyMap<string, Obstacle>;
}

/** `isWanted` leaves out those that the command is not about. */
export function startableServers(
  configuration: Configuration,
  state: StateDir,
  isWanted: (name: string) => boolean = () => true,
): Startable {
  const desk = openTrustDesk(configuration, state.trust, () => undefined);
  const servers: [string, Startable['servers'][string]][] = [];
  const obstacles = new Map<string, Obstacle>();
  for (const [name, server] of Object.entries(configuration.config.servers)) {
    if (!isWanted(name)) continue;
    const obstacle = obstacleOf(name, server.disabled, configuration.wanting, desk.bar(name));
    if (obstacle === undefined) servers.push([name, server]);
    else obstacles.set(name, obstacle);
  }
  return { servers: Object.fromEntries(servers), obstacles };
}

function obstacleOf(
  name: string,
  isOff: boolean,
  wanting: Configuration['wanting'],
  bar: Bar | undefined,
): Obstacle | undefined {
  // First: a server that wants a value counts as disabled as well.
  const why = wanting.get(name);
  if (why !== undefined) return { kind: 'wanting', why };
  if (isOff) return { kind: 'off' };
  return bar === undefined ? undefined : { kind: 'untrusted', ...bar };
}
