import { describe, expect, it } from 'vitest';
import { indexCandidates, makeCandidate, matchOf, sees } from '../../src/policy/candidate.ts';
import { NEED } from '../../src/policy/need.ts';
import { completeRule, type RuleSource } from '../../src/policy/rule.ts';
import { callOf, findingOf } from './samples.ts';

const candidate = (parts: Partial<RuleSource>) =>
  makeCandidate(completeRule({ id: 'r', effect: 'ask', reason: 'x', ...parts }, 'own'), undefined, []);

describe('a candidate', () => {
  it.each<[Partial<RuleSource>, boolean]>([
    [{}, true],
    [{ tools: ['mail.*'] }, false],
    [{ tools: ['mail.*', 'bank.s*'] }, true],
    [{ powers: ['write'] }, false],
    [{ powers: ['write', 'external'] }, true],
    [{ methods: ['resources/*'] }, false],
    [{ methods: ['tools/*'] }, true],
    [{ origin: 'upstream' }, false],
    [{ origin: 'any' }, true],
  ])('%j reaches a call: %s', (parts, reached) => {
    expect(candidate(parts).reaches(callOf('bank.send', {}, { powers: ['external'] }))).toBe(reached);
  });

  it('needs findings and labels where it names some', () => {
    expect(candidate({ findings: ['a'], labels: ['b'] }).need).toBe(NEED.findings | NEED.labels);
    expect(candidate({}).need).toBe(0);
  });

  it('builds its match once, unless the reason has to be filled', () => {
    expect(candidate({ door: 'console', instead: 'y' }).match).toEqual({
      rule: 'r',
      pack: 'own',
      effect: 'ask',
      mode: 'enforce',
      reason: 'x',
      instead: 'y',
      door: 'console',
    });
    expect(candidate({ reason: '{{flow}}' }).match).toBeUndefined();
    expect(matchOf(candidate({}).rule, 'because').reason).toBe('because');
  });

  it('sees any of the kinds it names', () => {
    const one = candidate({ findings: ['secret.*', 'sql.multiple'] });
    expect(sees(one, [findingOf('path.sensitive'), findingOf('secret.aws')])).toBe(true);
    expect(sees(one, [findingOf('sql.destructive')])).toBe(false);
    expect(sees(candidate({}), [])).toBe(true);
  });
});

it('indexes by phase, target, method, origin and classification', () => {
  const find = indexCandidates([
    candidate({ id: 'call' }),
    candidate({ id: 'result', on: 'result', effect: 'deny' }),
    candidate({ id: 'writes', powers: ['write'] }),
  ]);
  const ids = (...at: Parameters<typeof find>) => find(...at).map((one) => one.rule.id);
  const call = callOf('bank.send');
  expect(ids(call, 'call')).toEqual(['call']);
  expect(ids(call, 'result')).toEqual(['result']);
  expect(find(call, 'call')).toBe(find(call, 'call'));
  for (let i = 0; i < 40; i++) {
    expect(ids(callOf('bank.send', {}, { powers: ['write'] }), 'call')).toEqual(['call', 'writes']);
  }
  expect(ids({ ...call, origin: 'ours' }, 'call')).toEqual([]);
});
