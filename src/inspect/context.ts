import type { Given } from './secrets/given.ts';

/** What inspectors need to know about their surroundings. Whatever takes I/O to find out is found out by `app`. */
export interface InspectContext {
  /** The user's home folder, absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Sallyport's configuration and lockfile, absolute. */
  readonly ownFiles: readonly string[];
  /** Sallyport's state directories, absolute: journal, approvals, keys. */
  readonly stateDirectories: readonly string[];
  /** MCP configurations of clients on this machine, absolute. The well-known ones need not be listed. */
  readonly clientConfigs: readonly string[];
  /** Folders that tools may work in, absolute. Empty if none is known. */
  readonly roots: readonly string[];
  /** The credentials that servers are given now: those of a sign-in come and go. None unless told. */
  readonly given?: () => Given;
}
