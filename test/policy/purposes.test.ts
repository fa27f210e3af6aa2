import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POWERS, type Power } from '../../src/model/tool.ts';
import type { View } from '../../src/model/view.ts';
import { compilePurposes, narrowingOf, purposeIn, UNNARROWED } from '../../src/policy/purposes.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, flowOf, policyOf, refusalOf } from './samples.ts';

const PURPOSES = {
  triage: { allow: ['crm.*', 'mail.*'], deny: ['*.delete_*'] },
  looks: { allow: ['crm.*'], deny: [], powers: ['read', 'external'] as const },
  discreet: { allow: ['*'], deny: [], data: { deny: ['pii'] } },
};
const compiled = compilePurposes(PURPOSES);
const narrow = narrowingOf(compiled, false);
const narrowed = (...purposes: string[]) => ({ ...BLANK_VIEW, purposes });
const call = (tool: string, powers: readonly Power[], labels: readonly string[] = []) =>
  callOf(tool, {}, { powers, labels });

describe('a purpose', () => {
  it.each([
    ['triage', 'crm', 'get_x', ['write'], true],
    ['triage', 'crm', 'delete_x', ['read'], false],
    ['triage', 'bank', 'get_x', ['read'], false],
    ['looks', 'crm', 'get_x', ['read'], true],
    ['looks', 'crm', 'get_x', ['read', 'external'], true],
    ['looks', 'crm', 'get_x', ['read', 'write'], false],
    ['looks', 'crm', 'get_x', [], false],
    ['read-only', 'bank', 'get_x', ['read'], true],
    ['read-only', 'bank', 'send', ['write'], false],
    ['read-only', 'web', 'fetch', ['read', 'external'], false],
    ['read-only', 'bank', 'unknown', [], false],
  ] as const)('%s of %s.%s that can %j: %j', (purpose, upstream, name, powers, expected) => {
    expect(compiled.get(purpose)?.allows(upstream, name, powers)).toBe(expected);
  });

  it('is one of the configuration, or the one that is built in, and no name of JavaScript', () => {
    expect(purposeIn(PURPOSES, 'triage')).toBe(PURPOSES.triage);
    expect(purposeIn(PURPOSES, 'read-only')).toMatchObject({ powers: ['read'] });
    expect(purposeIn(PURPOSES, 'constructor')).toBeUndefined();
  });

  it('cannot take the name of the one that is built in', () => {
    expect(refusalOf({ purposes: { 'read-only': { allow: ['bank.*'] } } })).toMatch(/"read-only" is there already/);
  });

  it('is part of what the policy is known by', () => {
    const hash = (more: object): string => policyOf({ purposes: { p: { allow: ['bank.*'], ...more } } }).hash;
    expect(new Set([hash({}), hash({ powers: ['read'] }), hash({ data: { deny: ['pii'] } })]).size).toBe(3);
    expect(hash({ data: { deny: [] } })).toBe(hash({}));
    const told = (session: object): string => policyOf({ session }).hash;
    expect(told({ purpose: { header: 'X-Purpose' } })).toBe(told({ purpose: { meta: 'ours.example/purpose' } }));
    expect(told({ purpose: { header: 'X-Purpose' } })).not.toBe(told({}));
  });
});

describe('a session that was narrowed', () => {
  it('is as any other where nothing was said', () => {
    expect(narrow(call('bank.send', ['write']), makeEvidence(), BLANK_VIEW, 'call')).toBe(UNNARROWED);
  });

  it('has what each of its purposes takes in, so that another one more never gives it more', () => {
    const names = fc.uniqueArray(fc.constantFrom('triage', 'looks', 'discreet', 'read-only', 'unheard-of'));
    const tools = fc.constantFrom('crm.get_x', 'crm.delete_x', 'mail.send', 'bank.send');
    fc.assert(
      fc.property(
        names,
        names,
        tools,
        fc.subarray([...POWERS]),
        fc.subarray(['pii', 'untrusted']),
        (few, more, tool, powers, labels) => {
          const about = call(tool, powers, labels);
          const before = narrow(about, makeEvidence(), narrowed(...few), 'call');
          const after = narrow(about, makeEvidence(), narrowed(...few, ...more), 'call');
          expect(after.within && !before.within).toBe(false);
          expect(before.barred.every((label) => after.barred.includes(label))).toBe(true);
        },
      ),
    );
  });

  it('has nothing where the purpose is not configured, and is told so', () => {
    const narrowing = narrow(call('crm.get_x', ['read']), makeEvidence(), narrowed('trage'), 'call');
    expect(narrowing).toMatchObject({ within: false, purpose: '"trage" (which is not configured)' });
  });

  it('touches no data that its purpose bars: not of a tool, not along a flow, not in a result', () => {
    const of = (labels: readonly string[], view: View = narrowed('discreet')) =>
      narrow(call('crm.get_x', ['read'], labels), makeEvidence(), view, 'call').barred;
    expect(of(['pii', 'untrusted'])).toEqual(['pii']);
    expect(of(['untrusted'])).toEqual([]);
    expect(of(['pii'], BLANK_VIEW)).toEqual([]);
    const carrying = makeEvidence({ flows: [flowOf({ labels: ['pii'] })] });
    expect(narrow(call('mail.send', ['write']), carrying, narrowed('discreet'), 'call').barred).toEqual(['pii']);
    const result = makeEvidence({ labels: ['pii'] });
    expect(narrow(call('crm.get_x', ['read']), result, narrowed('discreet'), 'result').barred).toEqual(['pii']);
    expect(narrow(call('crm.get_x', ['read']), result, narrowed('discreet'), 'call').barred).toEqual([]);
  });

  it('may have been narrowed to any of them where its past is not known, if clients can name one', () => {
    const unknown = { ...BLANK_VIEW, incomplete: true };
    const perhaps = narrowingOf(compiled, true);
    const of = (tool: string, powers: readonly Power[], labels: readonly string[] = []) => {
      const { maybeOutside, purpose } = perhaps(call(tool, powers, labels), makeEvidence(), unknown, 'call');
      return [maybeOutside, purpose];
    };
    expect(of('bank.get_x', ['read'])).toEqual([true, 'triage']);
    expect(of('crm.get_x', ['write'])).toEqual([true, 'looks']);
    expect(of('crm.get_x', ['read'], ['pii'])).toEqual([true, 'discreet']);
    expect(of('crm.get_x', ['read', 'external'])).toEqual([true, 'read-only']);
    expect(of('crm.get_x', ['read'], ['untrusted'])).toEqual([false, '']);
    const about = call('bank.send', ['write']);
    expect(perhaps(about, makeEvidence(), BLANK_VIEW, 'call')).toBe(UNNARROWED);
    expect(narrow(about, makeEvidence(), unknown, 'call')).toBe(UNNARROWED);
    expect(perhaps(about, makeEvidence(), { ...unknown, purposes: ['triage'] }, 'call')).toMatchObject({
      within: false,
      maybeOutside: false,
    });
  });

  it('may then not see data that one of them bars, unless that was known of the tool before it was called', () => {
    const perhaps = narrowingOf(compiled, true);
    const result = makeEvidence({ labels: ['pii'] });
    const of = (labels: readonly string[]) =>
      perhaps(call('bank.send', ['write'], labels), result, { ...BLANK_VIEW, incomplete: true }, 'result').maybeOutside;
    expect([of([]), of(['pii'])]).toEqual([true, false]);
  });

  it("is an agent's own where the agent has such a purpose; of several that scopes grant, one that touches it is enough", () => {
    const of = (principal: object) => {
      const about = {
        ...call('crm.get_x', ['read'], ['pii']),
        principal: { id: 'x', human: 'out-of-band' as const, ...principal },
      };
      return narrow(about, makeEvidence(), BLANK_VIEW, 'call').barred;
    };
    expect(of({ purpose: 'discreet' })).toEqual(['pii']);
    expect(of({ purposes: ['discreet'] })).toEqual(['pii']);
    expect(of({ purposes: ['discreet', 'triage'] })).toEqual([]);
    expect(of({})).toEqual([]);
  });
});

describe('the policy', () => {
  const policy = policyOf({ purposes: { triage: { allow: ['bank.get_*'] } } });
  const decide = (tool: string, powers: readonly Power[], ...purposes: string[]) =>
    policy.decide(call(tool, powers), makeEvidence(), narrowed(...purposes), 0);

  it('refuses what is outside, in words that name the purpose', () => {
    expect(decide('bank.send', ['write'], 'triage')).toMatchObject({
      effect: 'deny',
      matched: [
        { rule: 'outside-purpose', reason: 'This session is only for triage, which does not include this tool.' },
      ],
    });
    expect(decide('bank.get_x', ['write'], 'triage').effect).toBe('allow');
    expect(decide('bank.get_x', ['write'], 'triage', 'read-only').effect).toBe('deny');
    expect(decide('bank.get_x', ['read'], 'triage', 'read-only').effect).toBe('allow');
  });
});
