import { describe, expect, it } from 'vitest';
import { identityDoubts } from '../../../src/app/doubts/identities.ts';
import { configSchema } from '../../../src/config/schema.ts';

const idp = { issuer: 'https://idp.example', audience: ['x'] };
const other = { ...idp, issuer: 'https://other.example' };
const purposes = { triage: { allow: ['crm.*'] }, admin: { allow: ['*'] } };
const scopes = { 's:triage': 'triage' };
const by = (match: object, more: object = {}) => ({ desk: { match, purpose: 'triage', ...more } });
const auth = (...issuers: object[]) => ({ auth: { issuers } });
const doubts = (written: object, added: { name: string; agent?: string; config?: string }[] = []): string =>
  identityDoubts(
    { config: configSchema.parse({ purposes, ...written }), path: '/ours.yaml', locate: () => undefined },
    added,
  )
    .map(({ what, instead }) => `${what} | ${instead}`)
    .join('\n');

describe('who may call', () => {
  it.each<[string, object]>([
    ['nothing at all', {}],
    ['an agent that is launched', { agents: { desk: { purpose: 'triage' } } }],
    ['an agent with its token', { agents: by({ token: 'ci' }), http: { tokens: { ci: 'x' } } }],
    ['an agent with its client', { agents: by({ clientId: 'desk' }), http: auth(idp) }],
    ['an agent with its scope', { agents: by({ claim: { a: 1 } }), http: auth({ ...idp, scopes }) }],
    ['scopes alone', { http: auth({ ...idp, scopes }) }],
    [
      'an agent of one of two issuers',
      { agents: by({ issuer: other.issuer }), http: auth({ ...idp, scopes }, { ...other }) },
    ],
    [
      'a name for those elsewhere',
      { http: { host: '0.0.0.0', auth: { resource: 'https://a/', issuers: [{ ...idp, scopes }] } } },
    ],
  ])('is clear: %s', (_what, written) => {
    expect(doubts(written)).toBe('');
  });

  it.each<[string, object, RegExp]>([
    ['a token that is nowhere', { agents: by({ token: 'ci' }) }, /no token "ci".*sallyport token add ci/],
    ['an issuer that is nowhere', { agents: by({ issuer: 'https://x' }), http: auth(idp) }, /no configured issuer/],
    ['a claim without an issuer', { agents: by({ claim: { a: 'b' } }) }, /no issuer is configured/],
    [
      'a claim that two may make',
      { agents: by({ claim: { a: 'b' } }), http: auth({ ...idp, scopes }, { ...other, scopes }) },
      /any of 2 issuers may say/,
    ],
    [
      'a purpose that no scope grants',
      { agents: by({ clientId: 'desk' }, { purpose: 'admin' }), http: auth({ ...idp, scopes }) },
      /no scope grants "admin"/,
    ],
    ['an issuer that opens all', { http: auth(idp) }, /may call everything/],
    ['an issuer that opens nothing', { agents: { desk: { purpose: 'triage' } }, http: auth(idp) }, /open nothing/],
    ['no name for those elsewhere', { http: { host: '0.0.0.0', ...auth({ ...idp, scopes }) } }, /clients elsewhere/],
  ])('is doubtful: %s', (_what, written, said) => {
    expect(doubts(written)).toMatch(said);
  });

  it('is known of tokens that were made by command', () => {
    expect(doubts({ agents: by({ token: 'ci' }) }, [{ name: 'ci' }])).toBe('');
    expect(doubts({ http: { tokens: { ci: 'x' } } }, [{ name: 'ci' }])).toMatch(/two tokens "ci"/);
    expect(doubts({}, [{ name: 'ci', agent: 'gone' }])).toMatch(/made for agent "gone".*sallyport token revoke ci/);
  });

  it('says of a token of no agent that it opens nothing, where agents are named', () => {
    const ofNone =
      /token "lone" is of no agent, so it opens nothing here \| Say whose it is: .*`match: { token: lone }`/;
    expect(doubts({ agents: by({}) }, [{ name: 'lone' }])).toMatch(ofNone);
    const written = doubts({ agents: by({}), http: { tokens: { lone: 'x' } } });
    expect(written).toMatch(ofNone);
    // No command revokes what stands in the configuration.
    expect(written).toMatch(/or take it out here\./);
    expect(written).not.toContain('sallyport token');
    expect(doubts({ agents: by({ token: 'lone' }) }, [{ name: 'lone' }])).toBe('');
    expect(doubts({ agents: by({}) }, [{ name: 'lone', agent: 'desk' }])).toBe('');
    expect(doubts({ http: { tokens: { lone: 'x' } } }, [{ name: 'made' }])).toBe('');
  });

  it('tells to revoke a token only where no other configuration names its agent: all of a user share them', () => {
    expect(doubts({}, [{ name: 'ci', agent: 'gone' }])).toMatch(
      /not configured here.*if no other configuration .* names it either: `sallyport token revoke ci`/,
    );
  });

  it("says nothing of another configuration's agents, but of a second token of a name: it is let in here as well", () => {
    const elsewhere = { name: 'ci', config: import.meta.filename };
    expect(doubts({ agents: by({}) }, [elsewhere])).toBe('');
    expect(doubts({}, [{ ...elsewhere, agent: 'theirs' }])).toBe('');
    expect(doubts({}, [{ ...elsewhere, agent: 'theirs', config: '/gone.yaml' }])).toMatch(/made for agent "theirs"/);
    expect(doubts({ http: { tokens: { ci: 'x' } } }, [elsewhere])).toMatch(/two tokens "ci".*revoking one/);
  });
});
