import { describe, expect, it } from 'vitest';
import { FindingFacts, FlowFacts, Scene } from '../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, findingOf, flowOf } from './samples.ts';

describe('what conditions read', () => {
  it('has the role of a finding by its argument', () => {
    const call = callOf('mail.send', {}, { roles: { '/to': 'destination' } });
    expect(new FindingFacts(findingOf('secret.aws', '/arguments/to/0'), call).role).toBe('destination');
    expect(new FindingFacts(findingOf('secret.aws', '/arguments/body'), call).role).toBe('');
  });

  it('writes tools as server.tool everywhere', () => {
    expect(new FlowFacts(flowOf()).from).toMatchObject({ tool: 'tickets.get', upstream: 'tickets', name: 'get' });
  });

  it('joins the marks of the session with those of this call', () => {
    const view = { ...BLANK_VIEW, labels: ['a'] };
    const labels = (more: string[]) =>
      new Scene(callOf('a.b'), makeEvidence({ labels: more }), view, true, undefined).labels;
    expect(labels([])).toEqual(['a']);
    expect(labels(['b'])).toEqual(['a', 'b']);
  });

  it('is built once, when asked', () => {
    const scene = new Scene(callOf('a.b'), makeEvidence({ flows: [flowOf()] }), BLANK_VIEW, true, undefined);
    expect(scene.flows).toBe(scene.flows);
    expect(scene.call).toBe(scene.call);
    expect(scene.result).toMatchObject({ failed: false, size: 0 });
  });
});
