import type { IncomingMessage } from 'node:http';
import type { Auth } from '../../config/auth.ts';
import type { Verifier } from '../identity/access-token.ts';
import { describeResource, type ProtectedResource, type TokenProblem } from '../identity/protected-resource.ts';
import { type Admittance, type Guard, type GuardOptions, TokenGuard } from './guard.ts';
import type { Headed, Refused } from './strangers.ts';

export interface EntranceOptions extends GuardOptions {
  readonly path: string;
  readonly auth?: Auth;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** For how long ago something was; the clock where none is given. */
  readonly steady?: () => number;
}

/** What may change while clients come and go. */
export type EntranceConfig = Pick<EntranceOptions, 'hosts' | 'origins' | 'tokens' | 'auth'>;

/** Decides who comes in over HTTP, and what the others are told, by the configuration in force. */
export interface Entrance extends Guard, ProtectedResource {
  reconfigure(next: EntranceConfig): void;
}

const NO_AUTH: Auth = { issuers: [] };

/** `served` is the address we listen at, known once we do. */
export function openEntrance(options: EntranceOptions, served: () => string): Entrance {
  const { path } = options;
  let auth = options.auth ?? NO_AUTH;
  let accessTokens = openTokens(auth, options);
  let resource = describeResource(auth, path, served);
  let guard = new TokenGuard(named(options, auth), resource, accessTokens);
  return {
    refuse: (request: Headed): Refused | undefined => guard.refuse(request),
    isPage: (origin: string | undefined): boolean => guard.isPage(origin),
    admit: (request: IncomingMessage): Admittance | Promise<Admittance> => guard.admit(request),
    metadata: (asked: string) => resource.metadata(asked),
    challenge: (problem?: TokenProblem) => resource.challenge(problem),
    reconfigure({ hosts, origins, tokens, auth: next = NO_AUTH }) {
      // Keys and verified tokens stay valid where the issuers are the same.
      if (JSON.stringify(next) !== JSON.stringify(auth)) {
        auth = next;
        accessTokens = openTokens(auth, options);
        resource = describeResource(auth, path, served);
      }
      guard = new TokenGuard(named({ ...options, hosts, origins, tokens }, auth), resource, accessTokens);
    },
  };
}

/** The host of the address that clients are told to call is one of our names. */
const named = (options: EntranceOptions, { resource }: Auth): EntranceOptions =>
  resource === undefined ? options : { ...options, hosts: [...options.hosts, new URL(resource).hostname] };

/** Loaded only where there is an issuer, since verifying takes time to load; only the first token waits for it. */
function openTokens(
  { issuers, resource }: Auth,
  { clock, steady }: Pick<EntranceOptions, 'clock' | 'steady'>,
): Verifier | undefined {
  if (issuers.length === 0) return undefined;
  let opened: Verifier | undefined;
  const opening = import('../identity/access-token.ts').then(({ AccessTokens }) => {
    const tokens = new AccessTokens(issuers, resource, clock, steady);
    opened = tokens;
    return tokens;
  });
  // Shown to whoever presents a token.
  opening.catch(() => undefined);
  return {
    verify: (token) => (opened === undefined ? opening.then((tokens) => tokens.verify(token)) : opened.verify(token)),
  };
}
