import { describe, expect, it } from 'vitest';
import { CallFacts } from '../../../src/policy/scene/call-facts.ts';
import { callOf, findingOf } from '../samples.ts';

describe('what conditions read of a call', () => {
  it('is called server.tool', () => {
    expect(new CallFacts(callOf('mail.send')).tool).toBe('mail.send');
  });

  it('has an argument called constructor speak for nothing but itself', () => {
    const args = new CallFacts(callOf('mail.send', { constructor: { a: [{ b: 1 }] } })).args;
    expect(args).toEqual(new Map([['constructor', new Map([['a', [new Map([['b', 1]])]]])]]));
    const plain = callOf('mail.send', { a: 1 });
    expect(new CallFacts(plain).args).toBe(plain.args);
  });

  it('has the destinations that were seen and not declared', () => {
    const call = callOf('mail.send', { to: 'a@x.example', bcc: 'C0412' }, { roles: { '/to': 'destination' } });
    const facts = new CallFacts(call, [findingOf('args.undeclared', '/arguments/bcc')]);
    expect(facts.destinations.map(({ value }) => value)).toEqual(['a@x.example', 'C0412']);
    expect(facts.destinations).toBe(facts.destinations);
  });
});
