import { describe, expect, it } from 'vitest';
import { proposalOf } from '../../src/app/excepting.ts';
import type { MatchedRule } from '../../src/model/decision.ts';
import { lookedAt } from '../cli/stage.ts';
import { makeDecision } from '../samples.ts';

const matched: readonly MatchedRule[] = [
  { rule: 'self-protection', pack: 'floor', effect: 'deny', mode: 'enforce', reason: 'x' },
  { rule: 'mail-asks', pack: 'recommended', effect: 'ask', mode: 'enforce', reason: 'x' },
  { rule: 'mail-watched', pack: 'recommended', effect: 'deny', mode: 'audit', reason: 'x' },
  { rule: 'mail-passes', pack: 'recommended', effect: 'allow', mode: 'enforce', reason: 'x' },
];
const judged = {
  decision: makeDecision({ effect: 'deny', matched }),
  target: { upstream: 'mail', name: 'send' },
  evidence: lookedAt(),
};

describe('a proposed exception', () => {
  it('is from the rules that stopped the call, and never from the floor', () => {
    const { rules, floor } = proposalOf(judged, undefined, undefined);
    expect(rules).toEqual(['mail-asks']);
    expect(floor).toEqual(['self-protection']);
  });

  it('is as narrow as the recorded arguments and the roles of the tool make it', () => {
    const payload = JSON.stringify({ name: 'send', arguments: { to: 'a@x.example', body: 'hi' } });
    expect(proposalOf(judged, payload, { powers: [], roles: { '/to': 'destination' } }).when).toContain(
      '["a@x.example"]',
    );
    expect(proposalOf(judged, payload, undefined).when).toContain('call.args.body == "hi"');
  });

  it.each([undefined, 'no JSON', '[]', '{"arguments":1}'])(
    'is for the whole tool where %j is left of a call',
    (payload) => {
      expect(proposalOf(judged, payload, undefined)).toMatchObject({ when: 'call.tool == "mail.send"', isWide: true });
    },
  );
});
