import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import { resolveReferences } from '../../src/config/resolve.ts';
import { complaintText } from '../../src/model/complaint.ts';
import { NO_REASON } from '../../src/model/decision.ts';
import { compilePolicy } from '../../src/policy/compile.ts';
import type { ExpectationSource } from '../../src/policy/rule.ts';
import { BLANK_VIEW, supposeCall, supposeSituation } from '../../src/policy/situation.ts';
import { runTests } from '../../src/policy/trial.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, compilation, findingOf, NOW, packs, policyOf, refusalOf } from './samples.ts';

const rule = (parts: object) => ({ policy: { rules: [{ id: 'mine', effect: 'ask', reason: 'x', ...parts }] } });
const exception = (parts: object) => ({
  policy: {
    rules: [{ id: 'mine', effect: 'ask', reason: 'x' }],
    exceptions: [{ rule: 'mine', when: 'call.name == "x"', until: '2027-01-31', by: 'o', why: 'y', ...parts }],
  },
});

describe('a refused policy', () => {
  it('shows the place in the file, inside the condition', () => {
    const text = `servers: { bank: { command: x } }
policy:
  rules:
    - id: big
      tools: [bnak.send]
      when: >-
        has(call.args.amount) &&
        call.agrs.amount > 100
      effect: ask
      reason: Too much.
`;
    const loaded = parseConfig('/w/servers.config.yaml', text);
    const compiled = compilePolicy({ config: loaded.config, packs, now: NOW, locate: loaded.locate });
    if (compiled.ok) throw new Error('was accepted');
    expect(compiled.complaints.map(complaintText)).toEqual([
      [
        '/w/servers.config.yaml:5:15: policy.rules[0].tools[0]: "bnak.send" can match nothing: there is no server "bnak" (did you mean "bank"?)',
        '  5 |       tools: [bnak.send]',
        '    |               ^',
        '  Configured: bank.',
      ].join('\n'),
      expect.stringMatching(
        /^\/w\/servers\.config\.yaml:8:14: policy\.rules\[0\]\.when: No such key: agrs \(did you mean "args"\?\)\n {2}8 \| {9}call\.agrs\.amount > 100\n {4}\| {14}\^/,
      ),
    ]);
  });

  it.each([
    ['unknown variable', rule({ when: 'cal.name == "x"' }), /Unknown variable: cal \(did you mean "call"\?\)/],
    ['unknown function', rule({ when: 'callme(call.name)' }), /callme/],
    ['syntax', rule({ when: 'call.name ==' }), /Unexpected token/],
    ['no yes or no', rule({ when: 'call.name' }), /is string, not true or false/],
    ['never', rule({ when: 'false' }), /is never true/],
    ['never, computed', rule({ when: '1 > 2' }), /is never true/],
    ['always', rule({ when: 'true' }), /is always true/],
    ['matches', rule({ when: 'call.name.matches("(a+)+$")' }), /can hang/],
    ['bad pattern', rule({ when: 're2(call.name, "(?=x)")' }), /RE2 knows no lookaround/],
    ['no tool', rule({ tools: ['bank'] }), /"bank\.\*" is every tool of that server/],
    ['unknown server', rule({ tools: ['crm.*'] }), /there is no server "crm"/],
    ['unknown agent', rule({ agents: ['bob'] }), /there is no agent "bob".*\n.*No agents are configured/],
    ['unknown family of kinds', rule({ findings: ['secrt.*'] }), /did you mean "secret\.\*"/],
    [
      'unknown part',
      rule({ when: 'destinations(call).exists(d, d.domian == "x")' }),
      /No such key: domian \(did you mean "domain"\?\)[\s\S]*under "Conditions" what each has/,
    ],
    ['unknown kind', rule({ findings: ['sql.destructve'] }), /did you mean "sql\.destructive"/],
    [
      'unknown kind in a condition',
      rule({ when: 'findings.exists(f, f.kind == "sql.drop")' }),
      /no inspector makes findings "sql\.drop"/,
    ],
    [
      'unknown kind of a family',
      rule({ when: 'findings.exists(f, f.kind == "secret.githb")' }),
      /no inspector makes findings "secret\.githb" \(did you mean "secret\.github"\?\)/,
    ],
    [
      'unknown role',
      rule({ when: 'flows.exists(f, f.to.role in ["destnation"])' }),
      /no role "destnation" \(did you mean "destination"\?\)/,
    ],
    ['unknown power', rule({ when: '"wirte" in call.powers' }), /no powers "wirte" \(did you mean "write"/],
    ['bad placeholder', rule({ reason: 'Look: {{flows}}' }), /"\{\{flows\}\}" is no placeholder/],
    [
      'same id',
      { policy: { rules: ['ask', 'deny'].map((effect) => ({ id: 'mine', effect, reason: 'x' })) } },
      /already the id/,
    ],
    [
      'id of a pack',
      { policy: { packs: ['recommended'], rules: [{ id: 'sql-destroys', effect: 'ask', reason: 'x' }] } },
      /off: \[sql-destroys\]/,
    ],
    ['off unknown', { policy: { packs: ['recommended'], off: ['sql-destroy'] } }, /did you mean "sql-destroys"/],
    ['off floor', { policy: { off: ['fault'] } }, /belongs to the floor, which is always on/],
    ['exception from nothing', exception({ rule: 'mien' }), /there is no rule "mien" \(did you mean "mine"\?\)/],
    ['exception from the floor', exception({ rule: 'not-granted' }), /the floor, which knows no exceptions/],
    ['exception always', exception({ when: 'true' }), /is always true.*\n.*an exception has to say which calls/s],
    [
      'unknown purpose',
      { agents: { a: { purpose: 'triag' } }, purposes: { triage: {} } },
      /no purpose "triag" \(did you mean "triage"\?\)/,
    ],
    [
      'grant of nothing',
      { purposes: { p: { allow: ['crm.*'] } } },
      /purposes\.p\.allow\[0\]: "crm\.\*" can match nothing/,
    ],
  ])('%s', (_what, config, words) => {
    expect(refusalOf(config)).toMatch(words);
  });

  it('is told everything at once', () => {
    const refusal = refusalOf({
      policy: { rules: [{ id: 'a', effect: 'ask', reason: 'x', tools: ['no.x'], when: 'nope' }], off: ['z'] },
    });
    expect(refusal.match(/^policy\./gm)).toHaveLength(3);
  });
});

describe('a policy', () => {
  it('lets a rule of a pack be turned off by name, and replaced', () => {
    const off = policyOf({ policy: { packs: ['recommended'], off: ['sql-destroys'] } });
    const evidence = makeEvidence({ findings: [findingOf('sql.destructive')] });
    expect(off.decide(callOf('bank.q'), evidence, BLANK_VIEW, NOW).effect).toBe('allow');
    const own = { id: 'sql-destroys', findings: ['sql.*'], effect: 'deny', reason: 'No.' };
    const replaced = policyOf({ policy: { packs: ['recommended'], off: ['sql-destroys'], rules: [own] } });
    expect(replaced.decide(callOf('bank.q'), evidence, BLANK_VIEW, NOW)).toMatchObject({
      effect: 'deny',
      matched: [{ rule: 'sql-destroys', pack: 'servers.config.yaml' }],
    });
  });

  it('warns of an exception that has no reason but the one that `sallyport except` asks for', () => {
    const warned = (why: string) => {
      const compiled = compilation(exception({ why }));
      return compiled.ok ? compiled.policy.warnings.map(({ what }) => what) : [];
    };
    expect(warned(NO_REASON)).toEqual(['nobody has said why the exception from "mine" is right']);
    expect(warned('they are ours')).toEqual([]);
  });

  it('warns of exceptions that have ended and agents without a purpose', () => {
    const compiled = compilation({ agents: { a: {} }, ...exception({ until: '2026-01-01' }) });
    if (!compiled.ok) throw new Error('was refused');
    expect(compiled.policy.warnings.map((one) => one.what)).toEqual([
      'the exception from "mine" ended on 2026-01-01',
      'agent "a" has no purpose, so nothing is granted to it',
    ]);
    const issuers = [{ issuer: 'https://idp.example', audience: ['x'], scopes: { 's:t': 'triage' } }];
    const scoped = compilation({ agents: { a: {} }, purposes: { triage: {} }, http: { auth: { issuers } } });
    expect(scoped).toMatchObject({ ok: true, policy: { warnings: [] } });
  });

  it('has a hash of what decides, whatever the order it was written in', () => {
    const [a, b] = ['a', 'b'].map((id) => ({ id, effect: 'ask', reason: 'x' }));
    const hash = (config: Parameters<typeof policyOf>[0]) => policyOf(config).hash;
    const base = hash({ policy: { rules: [a, b] } });
    expect(hash({ policy: { rules: [b, a] } })).toBe(base);
    expect(hash({ policy: { rules: [a, b], tests: [{ call: { tool: 'bank.x' }, expect: 'ask' }] } })).toBe(base);
    expect(hash({ policy: { rules: [a] } })).not.toBe(base);
    expect(hash({ policy: { rules: [a, { ...b, effect: 'deny' }] } })).not.toBe(base);
    expect(hash({ policy: { rules: [a, b] }, agents: { c: {} } })).not.toBe(base);
    expect(
      policyOf({ policy: { rules: [a, b] } }).decide(callOf('bank.x'), makeEvidence(), BLANK_VIEW, NOW).policy,
    ).toBe(base);
  });
});

it('holds for the configuration that ships: its servers are there, its policy compiles, its tests pass', async () => {
  const loaded = await loadConfig('servers.config.yaml');
  expect(loaded.warnings).toEqual([]);
  const around = { env: {}, folder: loaded.folder, workspace: loaded.folder };
  const { config, wanting } = await resolveReferences(loaded.config, around);
  expect(wanting.size).toBe(0);
  for (const { cwd, args } of Object.values(config.servers)) {
    expect(existsSync(path.join(cwd ?? '', args[0] ?? '')), args[0]).toBe(true);
  }
  const compiled = compilePolicy({ config, packs, now: NOW, locate: loaded.locate });
  if (!compiled.ok) throw new Error(compiled.complaints.map(complaintText).join('\n'));
  const tests = config.policy.tests;
  expect(tests.length).toBeGreaterThan(0);
  const situationOf = ({ call }: ExpectationSource) =>
    supposeSituation(
      call,
      supposeCall(call, {}, () => undefined),
    );
  const trials = await runTests(compiled.policy, tests, situationOf, NOW, loaded.locate);
  expect(trials.flatMap((trial) => trial.complaint ?? [])).toEqual([]);
});
