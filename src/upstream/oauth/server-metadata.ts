import type { AuthorizationServer } from 'oauth4webapi';
import type { JsonObject } from '../../model/json.ts';
import { AuthTrouble, quoted } from './trouble.ts';

const ADDRESSES = ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint'] as const;
const LISTS = [
  'scopes_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'id_token_signing_alg_values_supported',
] as const;

/**
 * The metadata of an authorization server that is used, each part of its standard type. What should be an address and is
 * none is refused; what should be a list and is none is ignored. Throws `AuthTrouble`.
 */
export function readServerMetadata(found: JsonObject, issuer: string): AuthorizationServer {
  // Exactly: whoever may name another issuer may have our code sent to its own endpoints.
  if (found.issuer !== issuer) {
    const named = typeof found.issuer === 'string' ? quoted(found.issuer) : 'something without a name';
    throw new AuthTrouble(`the metadata of ${quoted(issuer)} says that its issuer is ${named}; it is not used`);
  }
  const addresses: Partial<Record<(typeof ADDRESSES)[number], string>> = {};
  for (const key of ADDRESSES) {
    const value = found[key];
    if (value === undefined) continue;
    if (typeof value !== 'string' || !URL.canParse(value))
      throw new AuthTrouble(`${quoted(issuer)} gives no address as its ${key}`);
    addresses[key] = value;
  }
  if (addresses.token_endpoint === undefined) throw new AuthTrouble(`${quoted(issuer)} gives no token_endpoint`);
  const lists: Partial<Record<(typeof LISTS)[number], string[]>> = {};
  for (const key of LISTS) {
    const value = found[key];
    if (Array.isArray(value)) lists[key] = value.filter((item) => typeof item === 'string');
  }
  return {
    issuer,
    ...addresses,
    ...lists,
    client_id_metadata_document_supported: found.client_id_metadata_document_supported === true,
    // Whatever else it says than no: an answer without `iss` is not taken then (RFC 9207).
    authorization_response_iss_parameter_supported:
      (found.authorization_response_iss_parameter_supported ?? false) !== false,
  };
}
