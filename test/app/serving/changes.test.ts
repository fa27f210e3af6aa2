import { describe, expect, it } from 'vitest';
import { changesOf, inspectorChanges, looserThan } from '../../../src/app/serving/changes.ts';
import type { Settings } from '../../../src/app/settings.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import { readPacks } from '../../../src/policy/pack.ts';

const config = (written: object) => configSchema.parse(written);
const a = { command: 'a' };
const bare = { issuer: 'https://idp.example' };
const idp = { ...bare, audience: ['x'] };

const signed = (oauth: object) => ({ url: 'https://a.example/mcp', auth: { oauth } });

/** Only what is compared. */
function settings(written: object): Pick<Settings, 'config' | 'policy' | 'sources' | 'lock'> {
  const parsed = config(written);
  const compiled = compilePolicy({ config: parsed, packs: readPacks(), now: 0 });
  if (!compiled.ok) throw new Error('the sample does not compile');
  const lock = { path: '/sallyport.lock.yaml', bytes: undefined, stamp: '', accepted: undefined };
  return { config: parsed, policy: compiled.policy, sources: [], lock };
}

const source = (name: string, hash: string) => ({ name, hash, file: `/${name}.mjs`, text: '' });
const equipped = (hash: string, isWaiting = false) => ({
  ...settings({}),
  sources: [source('mine', hash)],
  inspectors: [
    { source: source('mine', hash), isWaiting, inspector: { name: 'mine', version: 1 }, retire: () => undefined },
  ],
});

describe('changesOf', () => {
  it.each<[object, object, string[], string[]]>([
    [{ servers: { a } }, { servers: { a } }, [], []],
    [{ servers: { a } }, { servers: { b: a } }, ['server "b" is new', 'server "a" is gone'], []],
    [{ servers: { a } }, { servers: { a: { ...a, args: ['x'] } } }, ['server "a" changed'], []],
    [
      {},
      { limits: { inFlight: 3 }, http: { tokens: { t: 'x' } } },
      ['http.tokens changed', 'limits.inFlight changed'],
      [],
    ],
    [
      {},
      { names: 'plain', http: { port: 1 }, limits: { message: '1MB' } },
      [],
      ['names changed', 'http.port changed', 'limits.message changed'],
    ],
  ])('%j to %j', (before, after, now, restart) => {
    expect(changesOf(config(before), config(after))).toEqual({ now, restart });
  });

  it('never says a value', () => {
    const [before, after] = [config({ servers: { a } }), config({ servers: { a: { ...a, env: { K: 'hunter2' } } } })];
    expect(JSON.stringify(changesOf(before, after))).not.toContain('hunter2');
  });
});

describe('looserThan', () => {
  const agent = {
    servers: { a },
    agents: { bot: { match: { launch: 'bot' }, purpose: 'p' } },
    purposes: { p: { allow: ['a.*'] } },
  };
  it.each<[string, object, object, RegExp | undefined]>([
    ['nothing', agent, agent, undefined],
    ['a server with everything granted', { servers: { a } }, { servers: { a, b: a } }, /server "b" is new and granted/],
    ['loosening itself', { floor: { loosening: 'ask' } }, {}, /no longer waits for a person/],
    ['a stricter floor', {}, { floor: { loosening: 'ask' } }, undefined],
    [
      'a client as the door',
      agent,
      { ...agent, agents: { bot: { ...agent.agents.bot, human: 'elicitation' } } },
      /carry a person's answer/,
    ],
    ['another name', agent, { ...agent, agents: { bot: { purpose: 'p' } } }, /recognised otherwise/],
    [
      'other powers',
      { servers: { a } },
      { servers: { a: { ...a, tools: { send: { powers: [] } } } } },
      /tools of server "a" are known otherwise/,
    ],
    [
      'one process for all',
      { servers: { a } },
      { servers: { a: { ...a, isolation: 'shared' } } },
      /sessions share server "a"/,
    ],
    [
      "a person's door that is not named any more",
      { ...agent, agents: { bot: { ...agent.agents.bot, human: 'out-of-band' } } },
      agent,
      /carry a person's answer/,
    ],
    [
      'agents in another order',
      { ...agent, agents: { one: { match: { token: 't' } }, two: { match: { token: 't' } } } },
      { ...agent, agents: { two: { match: { token: 't' } }, one: { match: { token: 't' } } } },
      /agent "two" is recognised where agent "one" was/,
    ],
    [
      'a longer arm for signing in',
      { servers: { a: signed({ allowPrivate: ['10.0.0.1'] }) } },
      { servers: { a: signed({ allowPrivate: ['10.0.0.1', '10.0.0.0/8'] }) } },
      /server "a" may reach 10\.0\.0\.0\/8 \(allowPrivate\)/,
    ],
    [
      'a shorter arm for signing in',
      { servers: { a: signed({ allowPrivate: ['10.0.0.1', '10.0.0.0/8'] }) } },
      { servers: { a: signed({ allowPrivate: ['10.0.0.1'], issuer: 'https://idp.example' }) } },
      undefined,
    ],
    [
      'an authorization server that is not named any more',
      { servers: { a: signed({ issuer: 'https://idp.example' }) } },
      { servers: { a: signed({}) } },
      /elsewhere than at https:\/\/idp\.example/,
    ],
    ['longer approvals', {}, { approvals: { expire: '1h' } }, /approvals last longer/],
    ['shorter approvals', {}, { approvals: { expire: '1m' } }, undefined],
    ['a token', {}, { http: { tokens: { t: 'x' } } }, /token "t" is new/],
    ['an issuer', {}, { http: { auth: { issuers: [idp] } } }, /access tokens of https:\/\/idp.example are taken/],
    ['no issuer', { http: { auth: { issuers: [idp] } } }, {}, undefined],
    [
      'a scope',
      { http: { auth: { issuers: [idp] } } },
      { purposes: { p: {} }, http: { auth: { issuers: [{ ...idp, scopes: { s: 'p' } }] } } },
      /judged otherwise/,
    ],
    [
      'a resource',
      { http: { auth: { resource: 'https://a.example', issuers: [bare] } } },
      { http: { auth: { resource: 'https://b.example', issuers: [bare] } } },
      /tokens for https:\/\/b.example are taken/,
    ],
    ['an origin', {}, { http: { origins: ['x.example'] } }, /http.origins has more: x.example/],
  ])('%s', (_what, before, after, said) => {
    const found = looserThan(settings(before), settings(after)).join('; ');
    if (said === undefined) expect(found).toBe('');
    else expect(found).toMatch(said);
  });
});

describe("the user's own inspectors", () => {
  const mine = { policy: { inspectors: { mine: { file: 'mine.mjs' } } } };

  it('that run other code may see less, and so may those that are gone', () => {
    expect(looserThan(equipped('1'), equipped('2'))).toEqual(['inspector "mine" runs other code, which may see less']);
    expect(looserThan(equipped('1'), equipped('1'))).toEqual([]);
    expect(looserThan(settings(mine), settings({}))).toEqual(['inspector "mine" is gone']);
    expect(looserThan(settings({}), settings(mine))).toEqual([]);
  });

  it('changed where their code is another, or was looked at', () => {
    expect(inspectorChanges(equipped('1'), equipped('2'))).toEqual(['inspector "mine" runs other code']);
    expect(inspectorChanges(equipped('1', true), equipped('1'))).toEqual(['inspector "mine" was looked at, and runs']);
    expect(inspectorChanges(equipped('1'), equipped('1'))).toEqual([]);
  });
});
