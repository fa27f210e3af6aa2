import type { Session, Target } from './call.ts';
import type { JsonObject } from './json.ts';
import type { Question, Relay } from './relay.ts';
import type { Saying } from './saying.ts';

/** What one server said of itself and offers, as raw JSON text, so that nothing is lost or rewritten on the way to the catalog. */
export interface Listing {
  readonly upstream: string;
  readonly serverInfo: JsonObject;
  readonly capabilities: JsonObject;
  readonly instructions: string | undefined;
  readonly protocol: string;
  /** The JSON text of each definition, in the server's order. */
  readonly tools: readonly string[];
  readonly resources: readonly string[];
  readonly resourceTemplates: readonly string[];
  readonly prompts: readonly string[];
  /** What was sent, by what may be shown, for definitions that may not be shown as sent. */
  readonly sent?: ReadonlyMap<string, string>;
  /** The instructions as sent, where they may not be shown like that. */
  readonly sentInstructions?: string;
  /** Definitions that may not be shown at all, as they were sent. */
  readonly withheld?: readonly string[];
  /** What clients may declare and the one that it was asked for did not: a server may keep from it what others are offered. */
  readonly lacks?: readonly string[];
  /** What in it could be recognised in a later call; known once it was judged. */
  readonly sayings?: readonly Saying[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The state of a server, for people: `sallyport doctor`, `servers`, log lines. */
export interface Standing {
  readonly upstream: string;
  /** `unreachable`: it was there, and calls no longer get through. */
  readonly state:
    | 'waiting-for-trust'
    | 'waiting-for-login'
    | 'starting'
    | 'ready'
    | 'unreachable'
    | 'failed'
    | 'disabled';
  /** One sentence: what is wrong and what to do. */
  readonly message?: string;
  readonly processes: number;
}

/** A notification of an upstream that answers no call: judged by the pipeline before it is passed on. */
export interface Notice {
  readonly upstream: string;
  /** Undefined for a connection that belongs to no session (shared, or listing). */
  readonly session: Session | undefined;
  readonly method: string;
  readonly params: JsonObject;
  /** The params' exact text. */
  readonly text: string;
}

/** The servers behind, as app/ sees them. */
export interface Upstreams {
  /** Starts listing every server that may run. Returns at once; listings arrive through `onListing`. */
  start(): void;
  readonly relay: Relay;
  /** Calls back with each new listing, and with undefined when a server is gone for good. */
  onListing(listener: (upstream: string, listing: Listing | undefined) => void): void;
  /**
   * Calls back with what a session's own process of a server offers, where its tools are not what was listed for all; with
   * undefined when they are again. Until it is heard, calls of what differs are not sent.
   */
  onOwnListing(listener: (session: Session, upstream: string, listing: Listing | undefined) => void): void;
  onNotice(listener: (notice: Notice) => void): void;
  /** Asked for the words that answer a question which belongs to no call, so that nobody can be asked. */
  onUnasked(answerer: (unasked: Unasked) => Promise<string>): void;
  /** Chooses which of a client's capabilities a server is told of: what the policy refuses anyway is not offered. By default all. */
  onOffer(offer: (upstream: string, capabilities: JsonObject) => JsonObject): void;
  standings(): readonly Standing[];
  /** Resolves when every server that may run has listed, failed or run out of its start time. */
  settled(): Promise<void>;
  /** Tells a session's own connections that the client's roots have changed. `agent`: whose client it is. */
  changedRoots(session: Session, agent?: string): void;
  /** A session watches a resource once less. Its server is told nothing. */
  unwatch(target: Target, session: Session): void;
  leave(session: Session): void;
  /** Ends every connection and process: stdin closed, then SIGTERM, then SIGKILL, the whole tree. */
  close(): Promise<void>;
}

/** A question of an upstream that no call caused. */
export interface Unasked {
  /** Undefined for a connection that belongs to no session. */
  readonly session: Session | undefined;
  readonly question: Question;
}
