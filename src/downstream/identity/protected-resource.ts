import type { Auth } from '../../config/auth.ts';

/** Why a token is refused, as RFC 6750 says it. */
export interface TokenProblem {
  readonly error: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  readonly description: string;
  /** The scopes that would do; by default all that mean something here. */
  readonly scopes?: readonly string[];
}

/** What clients without a token are told about us. */
export interface ProtectedResource {
  /** The text of our metadata, where a path asks for it (RFC 9728). Undefined for other paths, and where no issuer is configured. */
  metadata(path: string): string | undefined;
  /** A `WWW-Authenticate` value: who issues our tokens, with which scopes, and what was wrong with the one that came. */
  challenge(problem?: TokenProblem): string;
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** `served` is the address we listen at, known once we do; clients elsewhere know us by `auth.resource`. */
export function describeResource({ resource, issuers }: Auth, path: string, served: () => string): ProtectedResource {
  const identifier = (): string => resource ?? served();
  const scopes = [...new Set(issuers.flatMap((issuer) => Object.keys(issuer.scopes)))];
  const paths = new Set([WELL_KNOWN, WELL_KNOWN + path]);
  if (resource !== undefined) paths.add(WELL_KNOWN + suffixOf(resource));
  return {
    metadata(asked) {
      if (issuers.length === 0 || !paths.has(asked)) return undefined;
      return JSON.stringify({
        resource: identifier(),
        authorization_servers: issuers.map(({ issuer }) => issuer),
        ...(scopes.length === 0 ? {} : { scopes_supported: scopes }),
        bearer_methods_supported: ['header'],
        resource_name: 'Sallyport',
      });
    },
    challenge(problem) {
      const parts = ['realm="sallyport"'];
      if (issuers.length > 0) {
        const { origin } = new URL(identifier());
        parts.push(`resource_metadata="${origin}${WELL_KNOWN}${suffixOf(identifier())}"`);
      }
      const wanted = problem?.scopes ?? scopes;
      if (wanted.length > 0) parts.push(`scope="${wanted.join(' ')}"`);
      if (problem !== undefined)
        parts.push(`error="${problem.error}"`, `error_description="${quotable(problem.description)}"`);
      return `Bearer ${parts.join(', ')}`;
    },
  };
}

/** The path of a resource, behind the well-known part. */
function suffixOf(resource: string): string {
  const { pathname } = new URL(resource);
  return pathname === '/' ? '' : pathname;
}

/** The characters that RFC 6750 allows in a description: nothing may end the header early. */
const quotable = (text: string): string => text.replaceAll('"', "'").replaceAll(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, '?');
