import type { ServerConfig } from '../../config/schema.ts';
import type { Failure } from '../failure.ts';

/** Proves to an HTTP server who calls it, where that takes more than fixed headers. One for each server. */
export interface Authorization {
  /** The value of `Authorization` to send now; undefined where there is none. */
  header(): string | undefined;
  /** Whether `renew` must be awaited before anything is sent. */
  isDue(): boolean;
  /** Gets new credentials where they are due. Resolves to why nothing can be sent, if so. Never rejects. */
  renew(): Promise<Failure | undefined>;
  /**
   * Called when the server refused a request sent with `header`, with its `challenge` (WWW-Authenticate). Resolves to
   * undefined where it is worth sending again, else to why not. Never rejects.
   */
  refused(header: string | undefined, status: number, challenge: string | undefined): Promise<Failure | undefined>;
  /** What a person has to do before calls can pass; undefined where nothing is known to be missing. */
  readonly need: string | undefined;
  /** Whether something has changed since `need` was found, so that another try is worthwhile. */
  mayBeMet(): Promise<boolean>;
}

/** The refusals that other credentials may turn into an answer. */
export const isChallenge = (status: number, challenge: string | undefined): boolean =>
  status === 401 || (status === 403 && challenge !== undefined && /insufficient_scope/.test(challenge));

/** Opens the credentials of a server by its name in the configuration; handed in by app/. */
export type Authorize = (
  upstream: string,
  server: URL,
  config: NonNullable<ServerConfig['auth']>['oauth'],
) => Promise<Authorization>;

/** The credentials of one server: opened for its first connection, and shared by all later ones. */
export class Credentials {
  readonly #open: ((server: URL) => Promise<Authorization>) | undefined;
  #opened: Promise<Authorization> | undefined;
  /** Undefined before the first connection, and where the configuration has at most fixed headers. */
  current: Authorization | undefined;

  constructor(authorize: Authorize | undefined, upstream: string, { auth }: ServerConfig) {
    if (auth !== undefined && authorize !== undefined) this.#open = (url) => authorize(upstream, url, auth.oauth);
  }

  readonly at = async (server: URL): Promise<Authorization | undefined> => {
    this.#opened ??= this.#open?.(server);
    this.current = await this.#opened;
    return this.current;
  };
}
