import { expect, it } from 'vitest';
import { elementEnvironment, environment, VARIABLES } from '../../../src/policy/condition/environment.ts';

it('is one, and knows every variable', () => {
  expect(environment()).toBe(environment());
  for (const name of Object.keys(VARIABLES)) expect(environment().hasVariable(name)).toBe(true);
});

it('mixes the numbers of arguments with those of rules', () => {
  const ask = (source: string) => environment().evaluate(source);
  expect(ask('2.0 == 2 && 2 == 2.0 && 2.5 != 2 && 2.0 < 3 && 3 > 2.5')).toBe(true);
  expect(ask('2.5 + 1 == 3.5 && 1 + 2.5 == 3.5 && 2.5 - 1 == 1.5 && 2 * 1.5 == 3.0 && 3.0 / 2 == 1.5')).toBe(true);
});

it('matches in linear time, and forgets patterns before they fill memory', () => {
  const hostile = `${'a'.repeat(20_000)}!`;
  expect(environment().evaluate(`re2("${hostile}", "^(a+)+$")`)).toBe(false);
  for (let i = 0; i < 1_200; i++) expect(environment().evaluate(`glob("x${i}", "x${i}*")`)).toBe(true);
});

it('gives an element of a list a name of its own', () => {
  const environmentOf = elementEnvironment('flows', 'x');
  expect(environmentOf.check('x.to.role == "path" && call.name == "y"').valid).toBe(true);
  expect(environmentOf.check('x.to.nothing == "path"').valid).toBe(false);
  expect(elementEnvironment('flows', 'x')).toBe(environmentOf);
  expect(elementEnvironment('findings', 'x').check('x.kind == "a"').valid).toBe(true);
});
