import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EFFECTS } from '../../src/model/decision.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { EMPTY_VIEW, finding, sampleCall, seeing } from '../pipeline/sample.ts';
import { compile, MAIL } from './spine.ts';

const rank = (effect: (typeof EFFECTS)[number]): number => EFFECTS.indexOf(effect);
const CONDITIONS = [
  undefined,
  'call.args.to == "a"',
  'call.tool == "mail.send"',
  'findings.exists(f, f.kind == "secret.aws")',
  'call.args.nothing == "x"',
];

const ruleOf = fc.record({
  effect: fc.constantFrom(...EFFECTS),
  mode: fc.constantFrom('enforce', 'audit'),
  when: fc.constantFrom(...CONDITIONS),
  powers: fc.constantFrom(undefined, ['external'], ['read']),
});
const rulesOf = fc
  .array(ruleOf, { maxLength: 6 })
  .map((rules) =>
    rules.map((rule, i) => JSON.parse(JSON.stringify({ ...rule, id: `r-${i}`, reason: 'r' })) as JsonObject),
  );
const call = sampleCall({ to: 'a' }, {}, MAIL);
const evidence = seeing(finding('/arguments/to', 'secret.aws'));
const effectOf = (rules: readonly JsonObject[], more: JsonObject = {}) =>
  compile({ rules, ...more }).decide(call, evidence, EMPTY_VIEW, Date.now()).effect;

describe('law 3: order is no input, and more rules never weaken', () => {
  it('decides the same for every order of rules', () => {
    fc.assert(
      fc.property(
        rulesOf.chain((rules) => fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length }))),
        ([rules, shuffled]) => {
          expect(effectOf(shuffled)).toBe(effectOf(rules));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never decides weaker with one rule more', () => {
    fc.assert(
      fc.property(rulesOf, ruleOf, (rules, extra) => {
        const more = [...rules, JSON.parse(JSON.stringify({ ...extra, id: 'extra', reason: 'r' })) as JsonObject];
        expect(rank(effectOf(more))).toBeGreaterThanOrEqual(rank(effectOf(rules)));
      }),
      { numRuns: 60 },
    );
  });

  it('is not moved by rules in audit mode', () => {
    fc.assert(
      fc.property(rulesOf, (rules) => {
        const enforced = rules.filter((rule) => rule.mode !== 'audit');
        // A condition that cannot be evaluated denies in any mode: leave those out.
        fc.pre(rules.every((rule) => rule.when !== CONDITIONS[4]));
        expect(effectOf(rules)).toBe(effectOf(enforced));
      }),
      { numRuns: 60 },
    );
  });

  it('lets an exception stop the rule that it names, and no other', () => {
    const rules = [
      { id: 'one', effect: 'deny', reason: 'r' },
      { id: 'two', effect: 'ask', reason: 'r' },
    ];
    const except = (rule: string, when: string) => ({
      exceptions: [{ rule, when, until: '2099-01-01', by: 'ops', why: 'w' }],
    });
    expect(effectOf(rules)).toBe('deny');
    expect(effectOf(rules, except('one', 'call.args.to == "a"'))).toBe('ask');
    expect(effectOf(rules, except('two', 'call.args.to == "a"'))).toBe('deny');
    expect(effectOf(rules, except('one', 'call.args.to == "b"'))).toBe('deny');
    // One that cannot be evaluated does not apply.
    expect(effectOf(rules, except('one', 'call.args.nothing == "x"'))).toBe('deny');
  });
});
