import type { Path } from '../model/complaint.ts';

/** What a path rule depends on: the same rules hold for a home of another system, as in a test or a mounted disk. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a path of this machine lies for us, if it is not our own machine but a disk of another. */
  readonly mount?: (file: string) => string;
}

export type Format = 'json' | 'yaml' | 'toml';

/**
 * How a client writes one server. `standard`: command, args, env, url, headers, in the spellings that clients have.
 * `list`: the same, in a list whose items have a `name`. `argv`: the command is a list, with its arguments. `goose`, `zed`:
 * theirs alone.
 */
export type Shape = 'standard' | 'list' | 'argv' | 'goose' | 'zed';

/** A file in which a client notes the folders of projects. */
export interface ProjectList {
  /** In the words of `places.ts`; a step `*` is every folder or file there. */
  readonly place: string;
  readonly format: Format;
  /** Where the folders stand. `keys`: as the names in an object. `values`: as a text, or a list of texts; addresses of files too. */
  readonly at: readonly string[];
  readonly as: 'keys' | 'values';
}

/** An MCP client, and where it keeps the servers that it starts. */
export interface Client {
  readonly id: string;
  readonly title: string;
  readonly format: Format;
  readonly shape: Shape;
  /** Where the servers stand in the file; `*` is any key, as with the projects of Claude Code. */
  readonly keys: readonly (readonly string[])[];
  /** In the words of `places.ts`. All that exist are read. */
  readonly global: readonly string[];
  /** Relative to a project's folder, forward slashes. */
  readonly project: readonly string[];
  /** Where it notes the projects that it was used in. Without one they are known to nobody but it. */
  readonly projectLists?: readonly ProjectList[];
  /** Where this is written down. */
  readonly source: string;
}

/** A file in which a client may keep servers. */
export interface ClientFile {
  readonly client: Client;
  readonly file: string;
  /** The folder of the project that the file belongs to; undefined for a file of the user. */
  readonly project?: string;
}

/** Where a set of servers stands in a client's file. */
export interface Slot extends ClientFile {
  readonly key: Path;
}
