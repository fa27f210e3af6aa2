import type { JsonObject, JsonPointer } from '../../model/json.ts';
import type { Label, Power, Role } from '../../model/tool.ts';

/** The version of its format. A reader refuses a higher one with an explanation. */
export const FORMAT = 1;
/** Files are read whole; 2,000 tools with their schemas stay below a tenth of this. */
export const MOST_BYTES = 100_000_000;

/** What a person accepted of the servers behind: pins of definitions, and classifications. */
export interface Lockfile {
  readonly servers: ReadonlyMap<string, LockedServer>;
}

/** What is locked of a server. Not its resources: those come and go with its data. */
export const LOCKED_KINDS = ['tools', 'prompts', 'resourceTemplates'] as const;
export type LockedKind = (typeof LOCKED_KINDS)[number];

export interface LockedServer {
  readonly identity: Identity;
  /** What the server says about its use. */
  readonly instructions?: string;
  readonly tools: ReadonlyMap<string, Locked>;
  readonly prompts: ReadonlyMap<string, Locked>;
  /** By `uriTemplate`. */
  readonly resourceTemplates: ReadonlyMap<string, Locked>;
}

/** Where a server comes from, and what it calls itself. Never holds secrets. */
export interface Identity {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly url?: string;
  /** The package that a runner such as `npx` starts, and its version or tag where the command says it. */
  readonly package?: string;
  readonly packageVersion?: string;
  /** The container image, with its tag or digest where the command says it. */
  readonly image?: string;
  readonly name?: string;
  readonly version?: string;
  readonly protocol?: string;
}

/** The hash of a definition, and the recipe by which it was made. */
export interface Pin {
  readonly recipe: number;
  readonly hash: string;
}

export const RISKS = ['low', 'medium', 'high'] as const;
/** The worst that a tool could do. */
export type Risk = (typeof RISKS)[number];

/** One accepted tool, prompt or resource template. */
export interface Locked {
  readonly pin: Pin;
  /** Whether a listed thing fits the pin, by whatever recipe that was made. */
  readonly fits?: (pin: Pin) => boolean;
  /** Whether a person has looked at the classification; only then does it outrank what is inferred. */
  readonly confirmed: boolean;
  readonly risk: Risk;
  /** Each with the reason why it was inferred. */
  readonly powers: ReadonlyMap<Power, string>;
  readonly roles: ReadonlyMap<JsonPointer, { readonly role: Role; readonly why: string }>;
  readonly labels: readonly Label[];
  /** The accepted definition, without its name; read when it is asked for. Throws `LockfileError`. */
  readonly definition: () => JsonObject;
}
