import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_CHALLENGE, readChallenge } from '../../../src/upstream/oauth/challenge.ts';

it.each([
  [undefined, {}],
  ['', {}],
  ['Bearer', {}],
  ['Bearer resource_metadata="https://h/x"', { metadata: 'https://h/x' }],
  ['bearer  scope = "a b" , error=invalid_token', { scopes: ['a', 'b'], error: 'invalid_token' }],
  ['Bearer realm="a, scope=\\"x\\"", scope="c"', { scopes: ['c'] }],
  ['Basic realm="x", scope="no", Bearer scope="yes"', { scopes: ['yes'] }],
  ['Bearer scope="first", scope="second"', { scopes: ['first'] }],
  ['Negotiate YWJj==, Bearer error="insufficient_scope"', { error: 'insufficient_scope' }],
  ['Bearer scope=""', {}],
  ['DPoP scope="other"', {}],
  ['Bearer scope="unterminated', {}],
])('%j says %j', (header, said) => {
  expect(readChallenge(header)).toEqual({ ...NO_CHALLENGE, ...said });
});

it('reads what it is given in the time that the text is long, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '=', '"', '\\', ',', ' ', 'Bearer '), maxLength: 2_000 }),
      (header) => {
        const { scopes } = readChallenge(header);
        expect(scopes === undefined || scopes.length > 0).toBe(true);
      },
    ),
  );
  expect(readChallenge(`Bearer scope="${'a '.repeat(9_000)}"`)).toEqual(NO_CHALLENGE);
});
