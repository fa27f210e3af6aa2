import { describe, expect, it } from 'vitest';
import { looserAgents } from '../../../src/app/serving/looser-agents.ts';
import { configSchema } from '../../../src/config/schema.ts';

const purposes = { p: { allow: ['a.*'] } };
const scoped = { auth: { issuers: [{ issuer: 'https://idp.example', audience: ['x'], scopes: { s: 'p' } }] } };
const read = (agents: object, http: object = {}) => configSchema.parse({ purposes, agents, http });
const compare = (before: object, after: object, http?: object): string =>
  looserAgents(read(before, http), read(after, http)).join('; ');

const t = { match: { token: 't' } };
const u = { match: { token: 'u' } };
const desk = { match: { clientId: 'desk' } };
const web = { match: { clientId: 'web' } };
const staff = { match: { claim: { department: 'support' } } };
const bosses = { match: { claim: { department: 'board' } } };
const bot = {};

describe('agents that are recognised where others were', () => {
  it.each<[string, object, object, string]>([
    [
      'reordered',
      { narrow: t, broad: t },
      { broad: t, narrow: t },
      'agent "broad" is recognised where agent "narrow" was',
    ],
    ['removed', { narrow: t, broad: t }, { broad: t }, 'agent "broad" is recognised where agent "narrow" was'],
    ['renamed', { narrow: t }, { broad: t }, 'agent "broad" is recognised where agent "narrow" was'],
    ['put in front', { narrow: t }, { broad: t, narrow: t }, 'agent "broad" is recognised where agent "narrow" was'],
    ['of a claim and a client', { staff, desk }, { desk, staff }, 'agent "desk" is recognised where agent "staff" was'],
    ['of two claims', { staff, bosses }, { bosses, staff }, 'agent "bosses" is recognised where agent "staff" was'],
    [
      'of a launch and a token',
      { a: { match: { launch: 'x' } }, t },
      { t, a: { match: { launch: 'x' } } },
      'agent "t" is recognised where agent "a" was',
    ],
    [
      'named by their clients',
      { a: { match: { token: 't', client: 'c' } }, t },
      { t },
      'agent "t" is recognised where agent "a" was',
    ],
  ])('are told: %s', (_what, before, after, said) => {
    expect(compare(before, after)).toBe(said);
  });

  it.each<[string, object, object]>([
    ['the same', { narrow: t, broad: t }, { narrow: t, broad: t }],
    ['behind', { narrow: t }, { narrow: t, broad: t }],
    ['removed from behind', { narrow: t, broad: t }, { narrow: t }],
    ['other tokens', { t, u }, { u, t }],
    ['other clients', { desk, web }, { web, desk }],
    ['other launches', { bot, other: {} }, { other: {}, bot }],
    ['tokens of ours and of an issuer', { t, staff }, { staff, t }],
    ['removed, and nobody else fits', { t, u }, { u }],
    ['the first agent', {}, { t }],
  ])('are none: %s', (_what, before, after) => {
    expect(compare(before, after)).toBe('');
  });

  it('are nobody in particular where scopes grant', () => {
    const said = 'agent "desk" is gone, and its access tokens have whatever their scopes grant';
    expect(compare({ desk, t }, { t }, scoped)).toBe(said);
    expect(compare({ desk, t }, { t })).toBe('');
    expect(compare({ desk, t }, { desk }, scoped)).toBe('');
  });
});

describe("a client that may carry a person's answer", () => {
  const asks = (human?: string) => ({ bot: { ...t, ...(human === undefined ? {} : { human }) } });
  it.each([
    ['out-of-band', undefined, true],
    ['out-of-band', 'elicitation', true],
    [undefined, 'elicitation', true],
    ['elicitation', undefined, false],
    [undefined, 'out-of-band', false],
    ['elicitation', 'out-of-band', false],
    ['out-of-band', 'out-of-band', false],
  ])('%s to %s: %s', (before, after, isTold) => {
    expect(compare(asks(before), asks(after))).toBe(
      isTold ? 'the client of agent "bot" may carry a person\'s answer' : '',
    );
  });
  it('is told of a new agent', () => {
    expect(compare({}, asks('elicitation'))).toMatch(/may carry/);
    expect(compare({}, asks())).toBe('');
  });
});
