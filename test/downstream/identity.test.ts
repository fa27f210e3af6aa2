import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { createIdentity } from '../../src/downstream/identity.ts';

const agents = (value: object) => configSchema.parse({ agents: value }).agents;
const stdio = { transport: 'stdio' } as const;

test('an agent is found by what is proven', () => {
  const identify = createIdentity(
    agents({
      support: { match: { launch: 'desk' }, purpose: 'triage' },
      build: { match: { token: 'ci' }, human: 'elicitation' },
      plain: {},
    }),
  );
  expect(identify({ ...stdio, launch: 'desk' }, undefined)).toEqual({
    id: 'launch:desk',
    agent: 'support',
    purpose: 'triage',
    human: 'elicitation',
  });
  expect(identify({ transport: 'http', token: 'ci' }, undefined)).toEqual({
    id: 'token:ci',
    agent: 'build',
    human: 'elicitation',
  });
  expect(identify({ ...stdio, launch: 'plain' }, undefined).agent).toBe('plain');
  expect(identify(stdio, undefined)).toEqual({ id: 'local', human: 'elicitation' });
  expect(identify({ transport: 'http' }, undefined)).toEqual({ id: 'anonymous', human: 'out-of-band' });
});

test("a client's own name only takes away: it never changes who a principal is, and gives no agent that proof would not", () => {
  const identify = createIdentity(
    agents({
      a: { match: { launch: 'x', client: 'cursor' } },
      b: { match: { launch: 'x' } },
      c: { match: { client: 'claude' } },
    }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(undefined, 'x', 'y', 'c'),
      fc.oneof(fc.constantFrom('cursor', 'claude'), fc.string()),
      (launch, name) => {
        const proof = launch === undefined ? stdio : { ...stdio, launch };
        const principal = identify(proof, { name, version: '1' });
        expect(principal.id).toBe(launch === undefined ? 'local' : `launch:${launch}`);
        const most = launch === 'x' ? 'a' : launch === 'c' ? 'c' : undefined;
        expect([undefined, most]).toContain(principal.agent);
        expect(principal.agent).toBe(
          most === 'a' && name === 'cursor' ? 'a' : most === 'c' && name === 'claude' ? 'c' : undefined,
        );
      },
    ),
  );
});

test('the same client is the same principal, and many names cost no memory without end', () => {
  const identify = createIdentity({});
  const first = identify(stdio, { name: 'n', version: '1' });
  expect(identify(stdio, { name: 'n', version: '1' })).toBe(first);
  for (let i = 0; i < 1500; i++) identify(stdio, { name: `n${i}`, version: '1' });
  expect(identify(stdio, { name: 'n', version: '1' })).toEqual(first);
});
