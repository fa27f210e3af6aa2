import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Effect, strictest } from '../../src/model/decision.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, findingOf, flowOf, NOW, packs, policyOf } from './samples.ts';

const AMOUNTS = [50, 150, 250];
const CONDITIONS = [
  undefined,
  'has(call.args.amount) && call.args.amount > 100',
  'flows.exists(f, f.shape == "prose")',
  '"pii" in labels',
  'call.args.missing == "x"',
  'findings.exists(f, f.kind == "secret.aws") || call.args.amount == 250',
] as const;

/** The naive reading of each condition above, from its words; `undefined` where it cannot be evaluated. */
type World = { tool: string; amount: number; kinds: string[]; prose: boolean; labels: string[] };
const READINGS: readonly ((world: World) => boolean | undefined)[] = [
  () => true,
  ({ amount }) => amount > 100,
  ({ prose }) => prose,
  ({ labels }) => labels.includes('pii'),
  () => undefined,
  ({ kinds, amount }) => kinds.includes('secret.aws') || amount === 250,
];

const world = fc.record({
  tool: fc.constantFrom('bank.send', 'bank.read', 'mail.send'),
  amount: fc.constantFrom(...AMOUNTS),
  kinds: fc.subarray(['secret.aws', 'sql.destructive', 'path.sensitive']),
  prose: fc.boolean(),
  labels: fc.subarray(['pii', 'untrusted']),
});

const ruleParts = fc.record({
  tools: fc.constantFrom(undefined, ['bank.*'], ['*.send'], ['bank.read', 'mail.*']),
  findings: fc.constantFrom(undefined, ['secret.*'], ['sql.destructive', 'path.sensitive']),
  labels: fc.constantFrom(undefined, ['untrusted']),
  condition: fc.nat(CONDITIONS.length - 1),
  effect: fc.constantFrom<Effect>('allow', 'ask', 'deny'),
  mode: fc.constantFrom<'enforce' | 'audit'>('enforce', 'audit'),
});
type Parts = typeof ruleParts extends fc.Arbitrary<infer T> ? T : never;
const ruleSet = fc
  .array(ruleParts, { maxLength: 6 })
  .map((parts) => parts.map((part, index) => ({ id: `r${index}`, ...part })));

const written = ({ condition, ...rule }: Parts & { id: string }) => ({
  ...rule,
  when: CONDITIONS[condition],
  reason: 'Because.',
});

function decideIn(rules: readonly object[], at: World, exceptions: readonly object[] = []) {
  const policy = policyOf({ policy: { rules, exceptions } });
  const evidence = makeEvidence({
    findings: at.kinds.map((kind) => findingOf(kind)),
    flows: at.prose ? [flowOf()] : [],
  });
  return policy.decide(callOf(at.tool, { amount: at.amount }), evidence, { ...BLANK_VIEW, labels: at.labels }, NOW);
}

const glob = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);

/** What law 3 says, read off the words of the rules, without index, gates or order. */
function reference(rules: readonly (Parts & { id: string })[], at: World): { effect: Effect; matched: string[] } {
  let effect: Effect = 'allow';
  const matched: string[] = [];
  for (const rule of rules) {
    if (rule.tools && !rule.tools.some((pattern) => glob(pattern, at.tool))) continue;
    if (rule.findings && !rule.findings.some((pattern) => at.kinds.some((kind) => glob(pattern, kind)))) continue;
    if (rule.labels && !rule.labels.some((label) => at.labels.includes(label))) continue;
    const held = READINGS[rule.condition]?.(at);
    if (held === false) continue;
    matched.push(rule.id);
    if (rule.mode === 'audit') continue;
    effect = strictest(effect, rule.effect);
    if (held === undefined) {
      effect = 'deny';
      if (!matched.includes('rule-failed')) matched.push('rule-failed');
    }
  }
  return { effect, matched: matched.toSorted() };
}

describe('decide', () => {
  it('does what a naive reading of the rules does', () => {
    fc.assert(
      fc.property(ruleSet, world, (rules, at) => {
        const decision = decideIn(rules.map(written), at);
        const expected = reference(rules, at);
        expect(decision.effect).toBe(expected.effect);
        expect(decision.matched.map((match) => match.rule).toSorted()).toEqual(expected.matched);
      }),
      { numRuns: 300 },
    );
  });

  it('does not care for the order of rules (law 3)', () => {
    const shuffled = ruleSet.chain((rules) =>
      fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
    );
    fc.assert(
      fc.property(shuffled, world, ([rules, other], at) => {
        expect(decideIn(other.map(written), at)).toEqual(decideIn(rules.map(written), at));
      }),
      { numRuns: 150 },
    );
  });

  it('is never weakened by one more rule (law 3)', () => {
    fc.assert(
      fc.property(ruleSet, ruleParts, world, (rules, more, at) => {
        const before = decideIn(rules.map(written), at).effect;
        const after = decideIn([...rules, { id: 'more', ...more }].map(written), at).effect;
        expect(strictest(before, after)).toBe(after);
      }),
      { numRuns: 150 },
    );
  });

  it('counts no rule in mode audit, and records it (law 3)', () => {
    fc.assert(
      fc.property(ruleSet, world, (rules, at) => {
        const audits = rules.map((rule) => written({ ...rule, mode: 'audit' }));
        const decision = decideIn(audits, at);
        expect(decision.effect).toBe('allow');
        expect(decision.matched.length).toBe(reference(rules, at).matched.filter((id) => id !== 'rule-failed').length);
      }),
      { numRuns: 150 },
    );
  });

  it('lets an exception stop the one rule it names, and nothing else (law 3)', () => {
    fc.assert(
      fc.property(ruleSet, world, fc.nat(5), (rules, at, which) => {
        const rule = rules[which % Math.max(1, rules.length)];
        if (rule === undefined) return;
        const exception = {
          rule: rule.id,
          when: 'call.args.amount < 1000',
          until: '2027-01-31',
          by: 'ops',
          why: 'small',
        };
        const plain = decideIn(rules.map(written), at);
        const eased = decideIn(rules.map(written), at, [exception]);
        const names = (decision: typeof plain) => decision.matched.map((match) => match.rule);
        expect(names(eased)).toEqual(names(plain).filter((name) => name !== rule.id));
        const erring = decideIn(rules.map(written), at, [{ ...exception, when: 'call.args.missing == "x"' }]);
        expect(names(erring)).toEqual(names(plain));
        expect(erring.excepted).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('sorts matches strictest first, then by name', () => {
    const rule = (id: string, effect: string) => ({ id, effect, reason: 'x', tools: ['bank.*'] });
    const rules = [rule('b', 'ask'), rule('z', 'deny'), rule('a', 'ask'), rule('c', 'allow')];
    const decision = decideIn(rules, { tool: 'bank.send', amount: 1, kinds: [], prose: false, labels: [] });
    expect(decision.matched.map((match) => match.rule)).toEqual(['z', 'a', 'b', 'c']);
  });

  it('ends an exception with its day, in UTC', () => {
    const exception = { rule: 'r', when: 'call.name == "send"', until: '2026-12-31', by: 'ops', why: 'x' };
    const policy = policyOf({
      policy: { rules: [{ id: 'r', effect: 'ask', reason: 'x' }], exceptions: [exception] },
    });
    const at = (time: string) => policy.decide(callOf('bank.send'), makeEvidence(), BLANK_VIEW, Date.parse(time));
    expect(at('2026-12-31T23:59:59.999Z')).toMatchObject({
      effect: 'allow',
      excepted: [{ rule: 'r', why: 'x (ops)' }],
    });
    expect(at('2027-01-01T00:00:00Z').effect).toBe('ask');
  });

  it('takes no exception about destinations where there are none', () => {
    const policy = policyOf({
      policy: {
        rules: [{ id: 'r', effect: 'ask', reason: 'x' }],
        exceptions: [
          {
            rule: 'r',
            when: 'destinations(call).all(d, d.domain == "ours.example")',
            until: '2027-01-31',
            by: 'o',
            why: 'y',
          },
        ],
      },
    });
    const send = (args: object, roles = { '/to': 'destination' as const }) =>
      policy.decide(callOf('mail.send', { ...args }, { roles }), makeEvidence(), BLANK_VIEW, NOW).effect;
    expect(send({ to: 'a@ours.example' })).toBe('allow');
    expect(send({ to: ['a@ours.example', 'b@OURS.example'] })).toBe('allow');
    expect(send({ to: ['a@ours.example', 'b@evil.example'] })).toBe('ask');
    expect(send({ to: 'a@ours.example, b@evil.example' })).toBe('ask');
    expect(send({ other: 'a@ours.example' })).toBe('ask');
    expect(send({ to: 'https://ours.example@evil.example/' })).toBe('ask');
  });

  it('redacts by obligation, and holds the indices of what to redact', () => {
    const policy = policyOf({
      policy: { rules: [{ id: 'r', on: 'result', findings: ['secret.*'], redact: true, reason: 'x' }] },
    });
    const evidence = makeEvidence({
      findings: ['path.sensitive', 'secret.aws', 'secret.jwt'].map((kind) => findingOf(kind)),
    });
    const decision = policy.decide(callOf('bank.read'), evidence, BLANK_VIEW, NOW, { failed: false, size: 3 });
    expect(decision).toMatchObject({
      phase: 'result',
      effect: 'allow',
      obligations: [{ kind: 'redact', findings: [1, 2], rule: 'r' }],
    });
  });

  it('shares one frozen decision where nothing matched', () => {
    const policy = policyOf({ policy: { packs: ['recommended'] } });
    const [one, two] = ['bank.send', 'mail.send'].map((tool) =>
      policy.decide(callOf(tool), makeEvidence(), BLANK_VIEW, NOW),
    );
    expect(one).toBe(two);
    expect(one).toEqual({
      phase: 'call',
      effect: 'allow',
      matched: [],
      obligations: [],
      excepted: [],
      policy: policy.hash,
    });
    expect(Object.isFrozen(one)).toBe(true);
  });

  it('looks anew where the classification of a target changes', () => {
    const policy = policyOf({ policy: { rules: [{ id: 'r', powers: ['write'], effect: 'ask', reason: 'x' }] } });
    const effect = (powers: ('read' | 'write')[], origin: 'downstream' | 'ours' = 'downstream') =>
      policy.decide({ ...callOf('bank.send', {}, { powers }), origin }, makeEvidence(), BLANK_VIEW, NOW).effect;
    expect([effect(['read']), effect(['write']), effect(['write'], 'ours'), effect(['read'])]).toEqual([
      'allow',
      'ask',
      'allow',
      'allow',
    ]);
  });

  it('stays right for more targets than the index keeps', () => {
    const policy = policyOf({ policy: { rules: [{ id: 'r', tools: ['bank.7*'], effect: 'deny', reason: 'x' }] } });
    for (let i = 0; i < 12_000; i++) {
      const { effect } = policy.decide(callOf(`bank.${i}`), makeEvidence(), BLANK_VIEW, NOW);
      if ((effect === 'deny') !== String(i).startsWith('7')) throw new Error(`bank.${i} was ${effect}`);
    }
  });

  it('denies when deciding itself breaks (law 2)', () => {
    const policy = policyOf({ policy: { packs: ['recommended'] } });
    const broken = new Proxy(BLANK_VIEW, {
      get() {
        throw new Error('no view');
      },
    });
    const decision = policy.decide(callOf('bank.send'), makeEvidence(), broken, NOW);
    expect(decision).toMatchObject({ effect: 'deny', matched: [{ rule: 'fault', pack: 'floor', mode: 'enforce' }] });
  });

  it('names the rule that could not be evaluated', () => {
    const policy = policyOf({
      policy: { rules: [{ id: 'r', when: 'call.args.a > 1', effect: 'allow', reason: 'x' }] },
    });
    const decision = policy.decide(callOf('bank.send'), makeEvidence(), BLANK_VIEW, NOW);
    expect(decision.effect).toBe('deny');
    expect(decision.matched.map((match) => [match.rule, match.effect])).toEqual([
      ['rule-failed', 'deny'],
      ['r', 'allow'],
    ]);
    expect(decision.matched[0]?.reason).toMatch(/The condition of "r" could not be evaluated/);
    expect(decision.matched[1]?.reason).toMatch(/rule "r" could not be evaluated: No such key: a/);
  });

  it('keeps the floor whatever the configuration says', () => {
    const policy = policyOf({ policy: { packs: [] } });
    expect(policy.rules.map((rule) => rule.id).toSorted()).toEqual(packs.floor.rules.map((rule) => rule.id).toSorted());
  });
});
