import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import type { Subject } from '../../src/downstream/identity/subject.ts';
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

const subject = (more: Partial<Subject> = {}): Subject => ({
  issuer: 'https://idp.example',
  id: 'ann',
  clientId: 'desk-app',
  actors: [],
  purposes: undefined,
  offers: {},
  claims: { team: 'red', groups: ['a', 'b'], realm: { roles: ['support'] } },
  ...more,
});
const http = { transport: 'http' } as const;

test('an agent is found by what the issuer says, and by nothing that is not there', () => {
  const found = (match: object, more: Partial<Subject> = {}) =>
    createIdentity(agents({ it: { match } }))({ ...http, subject: subject(more) }, undefined).agent;
  expect(found({ clientId: 'desk-app' })).toBe('it');
  expect(found({ clientId: 'other' })).toBeUndefined();
  expect(found({ issuer: 'https://idp.example' })).toBe('it');
  expect(found({ issuer: 'https://idp.example/' })).toBeUndefined();
  expect(found({ claim: { team: 'red' } })).toBe('it');
  expect(found({ claim: { team: 'red', groups: 'b' } })).toBe('it');
  expect(found({ claim: { '/realm/roles': 'support' } })).toBe('it');
  expect(found({ claim: { team: 'red', groups: 'c' } })).toBeUndefined();
  expect(found({ claim: { team: 'red' }, clientId: 'desk-app', token: 'ci' })).toBeUndefined();
  expect(found({ claim: { team: 'red' } }, { claims: {} })).toBeUndefined();
  // Whoever only has a token of ours, or none, is not found by what an issuer would have to say.
  const identify = createIdentity(
    agents({ it: { match: { claim: { team: 'red' } } }, all: { match: { clientId: 'x' } } }),
  );
  for (const proof of [http, { ...http, token: 'ci' }, { ...stdio, launch: 'y' }])
    expect(identify(proof, undefined).agent).toBeUndefined();
});

test('a principal is issuer and subject, whatever else changes; records say by which client and for whom', () => {
  const identify = createIdentity({});
  const one = identify({ ...http, subject: subject({ actors: ['bot', 'boss'] }) }, undefined, 'reviewer');
  expect(one).toEqual({
    id: 'https://idp.example#ann',
    clientId: 'desk-app',
    actors: ['bot', 'boss'],
    subagent: 'reviewer',
    human: 'out-of-band',
  });
  expect(identify({ ...http, launch: 'a b', subject: subject({ id: 'x#y' }) }, undefined).id).toBe(
    'launch:a%20b https://idp.example#x#y',
  );
});

test('no two different proofs are one principal', () => {
  const text = fc.oneof(fc.constantFrom('a', 'b', 'a@b', 'a#b', 'launch:a', 'token:a'), fc.string({ minLength: 1 }));
  const proof = fc.record({ launch: fc.option(text), issuer: fc.constantFrom('https://a', 'https://a/b'), id: text });
  const idOf = ({ launch, issuer, id }: { launch: string | null; issuer: string; id: string }): string =>
    createIdentity({})({ ...http, ...(launch === null ? {} : { launch }), subject: subject({ issuer, id }) }, undefined)
      .id;
  fc.assert(
    fc.property(proof, proof, (a, b) => {
      expect(idOf(a) === idOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test('scopes grant purposes, of which an agent has its own alone', () => {
  const identify = createIdentity(agents({ desk: { match: { clientId: 'desk-app' }, purpose: 'triage' } }));
  const of = (purposes: readonly string[] | undefined, clientId = 'desk-app') => {
    const {
      agent,
      purpose,
      purposes: granted,
    } = identify({ ...http, subject: subject({ purposes, clientId }) }, undefined);
    return { agent, purpose, purposes: granted };
  };
  expect(of(undefined)).toEqual({ agent: 'desk', purpose: 'triage', purposes: undefined });
  expect(of(['triage', 'admin'])).toEqual({ agent: 'desk', purpose: 'triage', purposes: ['triage'] });
  expect(of(['admin'])).toEqual({ agent: 'desk', purpose: undefined, purposes: [] });
  expect(of(['admin', 'triage'], 'other')).toEqual({
    agent: undefined,
    purpose: undefined,
    purposes: ['admin', 'triage'],
  });
  expect(of(['admin'], 'other')).toEqual({ agent: undefined, purpose: 'admin', purposes: ['admin'] });
});

test('a token that was made for an agent is that agent, but where the process is launched as another', () => {
  const identify = createIdentity(agents({ build: { match: { token: 'never' } }, other: {} }));
  const of = (more: object) => identify({ ...http, token: 'ci', ...more }, undefined).agent;
  expect(of({ assigned: 'build' })).toBe('build');
  expect(of({ assigned: 'build', launch: 'build' })).toBe('build');
  expect(of({ assigned: 'build', launch: 'other' })).toBeUndefined();
  expect(of({ assigned: 'gone' })).toBeUndefined();
  expect(of({})).toBeUndefined();
});

test('what a client says of its parts changes no grant, no agent and no id', () => {
  const identify = createIdentity(agents({ desk: { match: { clientId: 'desk-app' }, purpose: 'triage' } }));
  const proof = { ...http, subject: subject() };
  const { subagent: none, ...plain } = identify(proof, undefined);
  fc.assert(
    fc.property(fc.string(), (said) => {
      const { subagent, ...rest } = identify(proof, undefined, said);
      expect(subagent).toBe(said);
      expect(rest).toEqual(plain);
    }),
  );
});
