import type { Path } from '../model/complaint.ts';

/** What paths depend on. Another system's home, in a test or on a mounted disk, has the same rules. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a path of that machine is for us, if it is a disk of another machine. */
  readonly mount?: (file: string) => string;
}

export type Format = 'json' | 'yaml' | 'toml';

/**
 * How a client writes one server. `standard`: command, args, env, url, headers, in the spellings that clients have.
 * `list`: the same, in a list whose items have a `name`. `argv`: the command is a list, with its arguments. `goose`, `zed`:
 * a form of their own.
 */
export type Shape = 'standard' | 'list' | 'argv' | 'goose' | 'zed';

/** A file in which a client notes the folders of projects. */
export interface ProjectList {
  /** In the terms of `places.ts`; a step `*` is every folder or file there. */
  readonly place: string;
  readonly format: Format;
  /** How the folders are stored. `keys`: as names in an object. `values`: as texts or lists of texts, `file:` addresses included. */
  readonly at: readonly string[];
  readonly as: 'keys' | 'values';
}

/** An MCP client, and where it keeps the servers that it starts. */
export interface Client {
  readonly id: string;
  readonly title: string;
  readonly format: Format;
  readonly shape: Shape;
  /** Where the servers are in the file; `*` is any key, as with the projects of Claude Code. */
  readonly keys: readonly (readonly string[])[];
  /** In the terms of `places.ts`. All that exist are read. */
  readonly global: readonly string[];
  /** Relative to a project's folder, forward slashes. */
  readonly project: readonly string[];
  /** Where it notes the projects it was used in. Without this, nobody else can know them. */
  readonly projectLists?: readonly ProjectList[];
  /** Where this is documented. */
  readonly source: string;
}

/** A file in which a client may keep servers. */
export interface ClientFile {
  readonly client: Client;
  readonly file: string;
  /** The folder of the project that the file belongs to; undefined for a file of the user. */
  readonly project?: string;
}

/** Where a set of servers is in a client's file. */
export interface Slot extends ClientFile {
  readonly key: Path;
}
