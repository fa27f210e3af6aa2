import { expect, it } from 'vitest';
import { checkPolicy } from '../../src/policy/check.ts';
import { policyOf } from './samples.ts';

const tools = [
  { upstream: 'bank', name: 'send', facts: { powers: ['external' as const] } },
  { upstream: 'mail', name: 'read', facts: { powers: ['read' as const] } },
];
const check = (config: Parameters<typeof policyOf>[0]): string[] =>
  checkPolicy(policyOf(config), tools).map((one) => `${one.path.join('.')}: ${one.what}`);

it('is content with what concerns some tool', () => {
  const rules = [{ id: 'a', tools: ['bank.*'], powers: ['external'], effect: 'ask', reason: 'x' }];
  expect(check({ policy: { rules }, agents: { a: { purpose: 'p' } }, purposes: { p: { allow: ['mail.*'] } } })).toEqual(
    [],
  );
});

it('warns of rules and grants that concern none', () => {
  const rules = [
    { id: 'a', tools: ['bank.*', 'bank.sent'], effect: 'ask', reason: 'x' },
    { id: 'b', tools: ['mail.*'], powers: ['destructive'], effect: 'ask', reason: 'x' },
  ];
  expect(
    check({ policy: { rules }, agents: { a: {} }, purposes: { p: { allow: ['mail.red'], deny: ['bank.x*'] } } }),
  ).toEqual([
    'agents.a: agent "a" has no purpose, so nothing is granted to it',
    'policy.rules.0.tools.1: "bank.sent" matches no tool there is now (did you mean "bank.send"?)',
    'policy.rules.1.powers: no tool it is about has the power destructive',
    'purposes.p.allow.0: "mail.red" matches no tool there is now (did you mean "mail.read"?)',
    'purposes.p.deny.0: "bank.x*" matches no tool there is now',
  ]);
});
