import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import { proposeException } from '../../src/policy/proposal.ts';
import { BLANK_VIEW } from '../../src/policy/suppose.ts';
import { callOf, evidenceOf, NOW, policyOf } from './samples.ts';

const roles = { '/to': 'destination' as const };

function effects(proposed: Call, ...calls: Call[]): string[] {
  const exception = proposeException(proposed, 'r', NOW, 'ops', 'known');
  const policy = policyOf({ policy: { rules: [{ id: 'r', effect: 'ask', reason: 'x' }], exceptions: [exception] } });
  return calls.map((call) => policy.decide(call, evidenceOf(), BLANK_VIEW, NOW).effect);
}

describe('proposeException', () => {
  it('names the tool, the destinations and a date', () => {
    const call = callOf('mail.send', { to: ['a@x.example', 'b@y.example'], body: 'hello' }, { roles });
    expect(proposeException(call, 'r', NOW, 'ops', 'known')).toEqual({
      rule: 'r',
      when: 'call.tool == "mail.send" && destinations(call).all(d, d.value in ["a@x.example", "b@y.example"])',
      until: '2026-12-23',
      by: 'ops',
      why: 'known',
    });
  });

  it('lets that call pass with another text, and no other tool or destination', () => {
    const send = (to: string, body: string, tool = 'mail.send') => callOf(tool, { to, body }, { roles });
    const call = send('a@x.example', 'one');
    expect(
      effects(
        call,
        call,
        send('a@x.example', 'two'),
        send('b@x.example', 'one'),
        send('a@x.example', 'one', 'bank.send'),
      ),
    ).toEqual(['allow', 'allow', 'ask', 'ask']);
  });

  it('always lets the call pass that it was made from, whatever its words', () => {
    const word = fc.string({ unit: 'grapheme' });
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const value = fc.oneof(word, fc.integer(), number, fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(word, value, { maxKeys: 4 }), word, (args, to) => {
        const call = callOf('mail.send', { ...args, to }, { roles: { ...roles } });
        expect(effects(call, call)).toEqual(['allow']);
        const plain = callOf('mail.send', args);
        expect(effects(plain, plain)).toEqual(['allow']);
      }),
    );
  });
});
