import type { Launch } from './launch.ts';

/** `behind`: reached only through Sallyport. `bypassing`: Sallyport has it, and somebody reaches it without. `unknown`: neither. */
export type Standing = 'behind' | 'bypassing' | 'unknown';

/** The sources, in the order in which they are searched. */
export const SOURCES = ['clients', 'processes', 'ports', 'containers', 'manifests', 'code'] as const;
export type Source = (typeof SOURCES)[number];

/** From the surest on. */
export const CERTAINTIES = ['certain', 'likely', 'possible'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** A place in a file, a process, a port, a container: whatever is known of it. */
export interface Spot {
  readonly file?: string;
  readonly line?: number;
  readonly pid?: number;
  readonly port?: number;
  /** The name of a running container. */
  readonly container?: string;
}

/** A secret in plain text, as it may be shown. */
export interface HeldSecret {
  /** Where in the launch: `env.TOKEN`, `args.2`. */
  readonly at: string;
  /** A name for it: the variable, the header, the flag. */
  readonly name: string;
  readonly masked: string;
}

/**
 * `behind`: whoever reaches it here goes through Sallyport. `past`: somebody reaches it here without. `unsure`: it is or
 * runs here, and nothing shows who reaches it.
 */
export type Way = 'behind' | 'past' | 'unsure';

/** One server or agent, seen in one place. May be shown and kept: its secrets are hidden already. */
export interface Seen {
  readonly source: Source | 'sallyport';
  /** `agent`: code that reaches servers. `sallyport`: Sallyport itself. */
  readonly kind: 'server' | 'agent' | 'sallyport';
  readonly name: string;
  /** Who starts it here, or speaks to it. */
  readonly by?: string;
  readonly at: Spot;
  readonly certainty: Certainty;
  readonly reason: string;
  readonly way: Way;
  readonly launch: Launch;
  readonly held: readonly HeldSecret[];
  /** Two with a common key are the same server. */
  readonly keys: readonly string[];
  /** What else identifies it: a process, a port, the folders of its script. */
  readonly marks?: readonly string[];
  /** Where others have one of these keys or marks, it is not a server more but another place of each of them. */
  readonly near?: readonly string[];
}

/** One server or agent, with every place where it was seen. */
export interface Find {
  readonly kind: Seen['kind'];
  readonly name: string;
  readonly launch: Launch;
  readonly standing: Standing;
  readonly certainty: Certainty;
  readonly held: readonly HeldSecret[];
  /** The surest first. */
  readonly seen: readonly Seen[];
}

/** What one source saw, and where it could not look. */
export interface Sightings {
  readonly seen: readonly Seen[];
  /** Places that could not be read: something may be there. */
  readonly troubles: readonly string[];
  /** What was left out on purpose. */
  readonly notes: readonly string[];
}

export const spotText = ({ file, line, pid, port, container }: Spot): string => {
  if (container !== undefined) return `container ${container}`;
  if (file !== undefined) return line === undefined ? file : `${file}:${line}`;
  if (port !== undefined) return pid === undefined ? `port ${port}` : `port ${port} (pid ${pid})`;
  return pid === undefined ? 'here' : `pid ${pid}`;
};
