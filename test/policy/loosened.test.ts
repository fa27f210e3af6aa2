import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../../src/model/call.ts';
import { loosened } from '../../src/policy/loosened.ts';
import { policyOf } from './samples.ts';

type Written = Parameters<typeof policyOf>[0];
const compare = (before: Written, after: Written): string[] => loosened(policyOf(before), policyOf(after));
const rules = (...parts: object[]): Written => ({
  policy: { rules: parts.map((part) => ({ id: 'a', effect: 'ask', reason: 'x', ...part })) },
});
const base = rules({ effect: 'deny', tools: ['bank.*'], when: 'call.name == "x"' });
const agents = (allow: string[], deny: string[] = []): Written => ({
  agents: { bot: { purpose: 'p' } },
  purposes: { p: { allow, deny } },
});

const scopes = (allow: string[], deny: string[] = [], more: object = {}): Written => ({
  purposes: { p: { allow, deny }, q: { allow: ['mail.*'] } },
  http: { auth: { issuers: [{ issuer: 'https://idp.example', audience: ['x'], scopes: { s: 'p' } }] } },
  ...more,
});
const limited = (purpose?: string) => ({ agents: { bot: purpose === undefined ? {} : { purpose } } });

describe('loosened', () => {
  it.each([
    ['nothing changed', base, base],
    ['stricter effect', rules({}), rules({ effect: 'deny' })],
    ['one rule more', rules(), rules({})],
    ['wider', base, rules({ effect: 'deny', tools: ['bank.*', 'mail.*'] })],
    ['from audit', rules({ mode: 'audit' }), rules()],
    ['an agent named', {}, agents(['bank.*'])],
    ['grant taken', agents(['bank.*', 'mail.*']), agents(['bank.*'], ['*.x'])],
    ['grant narrowed', agents(['bank.*']), agents(['bank.get_*', 'bank.balance'])],
    ['denial widened', agents(['*'], ['*.delete_*']), agents(['*'], ['*.de*'])],
    ['scopes narrowed', scopes(['bank.*']), scopes(['bank.get_*'])],
    ['tools of a rule widened', rules({ tools: ['bank.get_*', 'bank.send'] }), rules({ tools: ['bank.*'] })],
    ['findings of a rule widened', rules({ findings: ['secret.aws'] }), rules({ findings: ['secret.*'] })],
    ['stronger pack', { policy: { packs: ['recommended'] } }, { policy: { packs: ['strict'] } }],
    ['any origin', rules({}), rules({ origin: 'any' })],
    ['scopes that grant less', scopes(['bank.*', 'mail.*']), scopes(['bank.*'], ['*.x'])],
    ['a purpose taken where no scopes grant', agents(['bank.*']), { ...agents(['bank.*']), ...limited() }],
    ['new reason', rules({}), rules({ reason: 'y' })],
    [
      'label added',
      { servers: { bank: { command: 'x' } } },
      { servers: { bank: { command: 'x', labels: ['untrusted', 'pii'] } } },
    ],
  ])('says nothing: %s', (_what, before, after) => {
    expect(compare(before, after)).toEqual([]);
  });

  it.each<[string, Written, Written, RegExp]>([
    ['rule gone', rules({}), rules(), /rule "a" \(ask\) is gone/],
    ['weaker effect', rules({ effect: 'deny' }), rules({}), /says ask where it said deny/],
    ['audit', rules({}), rules({ mode: 'audit' }), /only recorded now/],
    ['door', rules({ door: 'console' }), rules({ door: 'terminal' }), /weaker door \(terminal\)/],
    [
      'tools',
      base,
      rules({ effect: 'deny', tools: ['mail.*'], when: 'call.name == "x"' }),
      /narrower: tools no longer bank/,
    ],
    ['powers', rules({}), rules({ powers: ['write'] }), /narrower: powers only write/],
    ['condition', base, rules({ effect: 'deny', tools: ['bank.*'], when: 'call.name == "y"' }), /another condition/],
    ['origin', rules({ origin: 'any' }), rules({}), /origin downstream where it looked at any/],
    [
      'redact',
      rules({ on: 'result', effect: undefined, redact: true, findings: ['secret.*'] }),
      rules({ on: 'result', effect: 'allow', findings: ['secret.*'] }),
      /redacts no longer/,
    ],
    [
      'pack',
      { policy: { packs: ['strict'] } },
      { policy: { packs: ['recommended'] } },
      /^\d+ rules that deny are gone: .*"arguments-must-fit", [\s\S]*^\d+ rules that ask are gone: .*"command-sends"/m,
    ],
    [
      'observe',
      { policy: { packs: ['recommended'] } },
      { policy: { packs: ['observe'] } },
      /^\d+ rules that ask are only recorded now \(mode: audit\): .*"sql-destroys"/m,
    ],
    [
      'off',
      { policy: { packs: ['recommended'] } },
      { policy: { packs: ['recommended'], off: ['path-escapes'] } },
      /"path-escapes" \(deny\) is gone/,
    ],
    ['agents gone', agents(['bank.*']), {}, /everything that is configured is granted/],
    ['grant widened', agents(['bank.get_*']), agents(['bank.*']), /"bot" is granted bank\.\*/],
    ['grant moved', agents(['bank.get_*']), agents(['bank.*_get']), /"bot" is granted bank\.\*_get/],
    ['denial narrowed', agents(['*'], ['*.de*']), agents(['*'], ['*.delete_*']), /no longer denied \*\.de\*/],
    ['tools narrowed', rules({ tools: ['bank.*'] }), rules({ tools: ['bank.get_*'] }), /tools no longer bank\.\*/],
    ['grant', agents(['bank.*']), agents(['bank.*', 'mail.*']), /"bot" is granted mail\.\*/],
    ['scopes grant', scopes(['bank.*']), scopes(['bank.*', 'mail.*']), /^scopes grant mail\.\* \(purpose "p"\)$/],
    [
      'scopes grant, beside an agent of another purpose',
      scopes(['bank.*'], [], limited('q')),
      scopes(['mail.*'], [], limited('q')),
      /^scopes grant mail/,
    ],
    ['scopes are not denied', scopes(['*'], ['*.x']), scopes(['*']), /^scopes are no longer denied \*\.x/],
    [
      'an agent without its purpose, where scopes grant',
      scopes(['*'], [], limited('q')),
      scopes(['*'], [], limited()),
      /agent "bot" has whatever its scopes grant, no longer within purpose "q"/,
    ],
    [
      'a purpose that sessions are narrowed to takes in more',
      { purposes: { p: { allow: ['bank.get'], deny: ['*.x'] } } },
      { purposes: { p: { allow: ['bank.*'] } } },
      /purpose "p" takes in bank\.\*\npurpose "p" no longer denies \*\.x/,
    ],
    [
      'a purpose of tools that can do more',
      { purposes: { p: { allow: ['*'], powers: ['read'] } } },
      { purposes: { p: { allow: ['*'], powers: ['read', 'external'] } } },
      /purpose "p" takes in tools that can do more/,
    ],
    [
      'an agent of another purpose, with the same names and more powers',
      { agents: { bot: { purpose: 'p' } }, purposes: { p: { allow: ['bank.*'], powers: ['read'] } } },
      { agents: { bot: { purpose: 'q' } }, purposes: { q: { allow: ['bank.*'] } } },
      /^agent "bot" has purpose "q" now, which takes in tools that can do more$/,
    ],
    [
      'an agent of another purpose, which touches more data',
      { agents: { bot: { purpose: 'p' } }, purposes: { p: { allow: ['bank.*'], data: { deny: ['pii'] } } } },
      { agents: { bot: { purpose: 'q' } }, purposes: { q: { allow: ['bank.*'] } } },
      /^agent "bot" has purpose "q" now, which touches data marked pii$/,
    ],
    [
      'a purpose that touches more data',
      { purposes: { p: { allow: ['*'], data: { deny: ['pii', 'secret'] } } } },
      { purposes: { p: { allow: ['*'], data: { deny: ['pii'] } } } },
      /purpose "p" touches data marked secret/,
    ],
    ['deny gone', agents(['*'], ['*.x']), agents(['*']), /no longer denied \*\.x/],
    [
      'trusted',
      { servers: { bank: { command: 'x' } } },
      { servers: { bank: { command: 'x', labels: ['internal'] } } },
      /no longer marked untrusted/,
    ],
    ['server', { servers: { bank: { command: 'x' } } }, {}, /server "mail" is new and granted/],
    ['inspector', {}, { policy: { inspectors: { sql: { mode: 'audit' } } } }, /inspector "sql" sees is only recorded/],
  ])('says: %s', (_what, before, after, words) => {
    expect(compare(before, after).join('\n')).toMatch(words);
  });

  it('says nothing only of grants that let nothing more pass', () => {
    const pattern = fc.string({ unit: fc.constantFrom('g', 'e', '*'), minLength: 1, maxLength: 4 });
    const patterns = fc.array(
      pattern.map((end) => `bank.${end}`),
      { minLength: 1, maxLength: 3 },
    );
    const name = fc.string({ unit: fc.constantFrom('g', 'e'), maxLength: 5 });
    const bot: Principal = { id: 'x', agent: 'bot', human: 'out-of-band' };
    fc.assert(
      fc.property(patterns, patterns, patterns, patterns, fc.array(name), (allow, deny, allows, denies, names) => {
        const [before, after] = [policyOf(agents(allow, deny)), policyOf(agents(allows, denies))];
        if (loosened(before, after).length > 0) return;
        for (const each of names)
          if (after.granted(bot, 'bank', each)) expect(before.granted(bot, 'bank', each)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('tells of new and longer exceptions', () => {
    const eased = (until: string): Written => ({
      policy: {
        rules: [{ id: 'a', effect: 'ask', reason: 'x' }],
        exceptions: [{ rule: 'a', when: 'call.name == "x"', until, by: 'o', why: 'w' }],
      },
    });
    expect(compare(rules({}), eased('2027-01-31'))).toEqual([
      'rule "a" has a new exception: call.name == "x" (until 2027-01-31)',
    ]);
    expect(compare(eased('2027-01-31'), eased('2027-02-28'))).toEqual([
      'an exception from rule "a" lasts longer, until 2027-02-28',
    ]);
    expect(compare(eased('2027-02-28'), eased('2027-01-31'))).toEqual([]);
  });
});
