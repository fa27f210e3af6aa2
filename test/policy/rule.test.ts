import { expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { completeRule, type PolicySource } from '../../src/policy/rule.ts';

it('fills what a rule leaves out', () => {
  expect(completeRule({ id: 'a', reason: 'x' }, 'own')).toEqual({
    id: 'a',
    reason: 'x',
    pack: 'own',
    on: 'call',
    origin: 'downstream',
    effect: 'allow',
    redact: false,
    mode: 'enforce',
  });
});

it('lets a pack set the mode of all its rules', () => {
  expect(completeRule({ id: 'a', reason: 'x', mode: 'enforce' }, 'own', 'audit').mode).toBe('audit');
  expect(completeRule({ id: 'a', reason: 'x', mode: 'audit' }, 'own').mode).toBe('audit');
});

it('takes a configuration as config/ reads it', () => {
  const source: PolicySource = configSchema.parse({ servers: { a: { command: 'x' } } });
  expect(source.policy.packs).toEqual(['recommended']);
});
