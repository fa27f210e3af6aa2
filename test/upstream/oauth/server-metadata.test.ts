import { describe, expect, test } from 'vitest';
import { readServerMetadata } from '../../../src/upstream/oauth/server-metadata.ts';

const issuer = 'https://as.example';
const least = { issuer, token_endpoint: `${issuer}/token` };

describe('what an authorization server says of itself', () => {
  test('is read as far as it is used', () => {
    const found = {
      ...least,
      authorization_endpoint: `${issuer}/authorize`,
      scopes_supported: ['a', 7, 'b'],
      code_challenge_methods_supported: ['S256'],
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
      something_else: { a: 1 },
    };
    const { something_else, ...used } = found;
    expect(readServerMetadata(found, issuer)).toEqual({ ...used, scopes_supported: ['a', 'b'] });
  });

  test.each([[{ a: 1 }], ['S256'], [7], [null]])('says nothing where a list is none: %j', (odd) => {
    const read = readServerMetadata({ ...least, scopes_supported: odd, code_challenge_methods_supported: odd }, issuer);
    expect(read.scopes_supported).toBeUndefined();
    // Without it nobody is sent there.
    expect(read.code_challenge_methods_supported).toBeUndefined();
  });

  test.each([
    [true, true],
    ['true', true],
    [1, true],
    [false, false],
    [null, false],
    [undefined, false],
  ])('that its answers name it is believed, and anything else than no is taken for it: %j', (said, is) => {
    const found = { ...least, ...(said === undefined ? {} : { authorization_response_iss_parameter_supported: said }) };
    expect(readServerMetadata(found, issuer).authorization_response_iss_parameter_supported).toBe(is);
  });

  test.each([
    [{ ...least, issuer: 'https://other.example' }, /says that its issuer is/],
    [{ issuer }, /gives no token_endpoint/],
    [{ ...least, token_endpoint: 'x' }, /gives no address as its token_endpoint/],
    [{ ...least, revocation_endpoint: {} }, /gives no address as its revocation_endpoint/],
  ])('is not used where it cannot be meant: %j', (found, why) => {
    expect(() => readServerMetadata(found, issuer)).toThrow(why);
  });
});
