import { parse } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsIn } from '../../../src/policy/condition/claimed.ts';
import { readCondition } from '../../../src/policy/condition.ts';
import { Scene } from '../../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../../src/policy/situation.ts';
import { makeEvidence } from '../../samples.ts';
import { callOf, NOW, policyOf, refusalOf } from '../samples.ts';

const claims = (source: string) => {
  const { areRead, misused } = claimsIn(parse(source).ast);
  return { areRead, misused: misused !== undefined };
};

test.each([
  'principal.subagent == "a"',
  '"a" == principal.client && call.name == "x"',
  'principal.subagent in ["a", "b"] || agent == "c"',
])('%s may be asked', (source) => {
  expect(claims(source)).toEqual({ areRead: true, misused: false });
});

test.each([
  'principal.subagent != "a"',
  '!(principal.subagent == "a")',
  'principal.subagent == ""',
  'principal.client in ["", "a"]',
  'principal.client in labels',
  'principal.subagent == call.name',
  '(principal.subagent == "a") == false',
  'principal.subagent == "a" ? false : true',
  'principal.client.glob("a*")',
  'size(principal.subagent) == 0',
  'labels.all(l, principal.subagent == "a")',
  'principal["subagent"] == "b"',
  '[principal].exists(p, p.subagent != "a")',
])('%s is refused', (source) => {
  expect(claims(source)).toEqual({ areRead: true, misused: true });
  expect(readCondition(source)).toMatchObject({ ok: false });
});

test('what is proven may be asked in every way', () => {
  const source =
    '!("a" in principal.actors) && principal.clientId != "b" && principal.id == "c" && principal.agent == ""';
  expect(claims(source)).toEqual({ areRead: false, misused: false });
  expect(readCondition(source)).toMatchObject({ ok: true });
});

/** Conditions of every shape that reads who calls; many are refused. */
const condition = fc.letrec<{ all: string }>((tie) => {
  const leaf = fc.constantFrom(
    'principal.subagent == "a"',
    'principal.subagent in ["a", "b"]',
    'principal.client == "b"',
    'principal.subagent != "a"',
    'principal.client == ""',
    'principal.subagent.glob("a*")',
    'principal.agent == "x"',
    'call.name == "send"',
    'call.name == "other"',
  );
  const all = tie('all');
  return {
    all: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(all, all).map(([a, b]) => `(${a} && ${b})`),
      fc.tuple(all, all).map(([a, b]) => `(${a} || ${b})`),
      all.map((a) => `!(${a})`),
      fc.tuple(all, all, all).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    ),
  };
}).all;

test('nothing that a client says of itself ever keeps a rule from matching', () => {
  const sceneOf = (said: object): Scene => {
    const call = callOf('bank.send');
    const principal = { ...call.principal, ...said };
    return new Scene({ ...call, principal }, makeEvidence(), BLANK_VIEW, true, undefined);
  };
  const word = fc.constantFrom('a', 'b', 'c', '');
  let accepted = 0;
  fc.assert(
    fc.property(condition, word, word, (source, subagent, name) => {
      const read = readCondition(source);
      if (!read.ok) return;
      accepted++;
      const silent = read.condition.test(sceneOf({}));
      const saying = read.condition.test(sceneOf({ subagent, client: { name, version: '1' } }));
      expect(silent && !saying).toBe(false);
    }),
    { numRuns: 3_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('a rule may be brought upon a client by what it says, and no exception may be had by it', () => {
  const rule = { id: 'no-reviewers', when: 'principal.subagent == "reviewer"', effect: 'deny', reason: 'No.' };
  const { decide } = policyOf({ policy: { rules: [rule] } });
  const call = callOf('bank.send');
  const effectOf = (said: object) =>
    decide({ ...call, principal: { ...call.principal, ...said } }, makeEvidence(), BLANK_VIEW, NOW).effect;
  expect([effectOf({}), effectOf({ subagent: 'reviewer' })]).toEqual(['allow', 'deny']);
  const exception = { rule: 'no-reviewers', until: '2027-01-31', by: 'ann', why: 'trusted' };
  const refusal = (when: string) => refusalOf({ policy: { rules: [rule], exceptions: [{ ...exception, when }] } });
  expect(refusal('principal.subagent == "trusted"')).toMatch(/cannot excuse it\s+Use what is proven/);
  const excused = { ...exception, when: 'principal.clientId == "desk"' };
  expect(policyOf({ policy: { rules: [rule], exceptions: [excused] } }).warnings).toEqual([]);
});
