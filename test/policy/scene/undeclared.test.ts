import { expect, it } from 'vitest';
import { undeclaredIn } from '../../../src/policy/scene/undeclared.ts';
import { findingOf } from '../samples.ts';

it('tells what is in an argument that was seen as undeclared, and nothing beside it', () => {
  const findings = [findingOf('args.undeclared', '/arguments/bcc'), findingOf('args.schema', '/arguments/to')];
  const isUndeclared = undeclaredIn(findings);
  expect(['/bcc', '/bcc/0', '/bcc/', '/bccs', '/to', ''].map((at) => isUndeclared?.(at))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(undeclaredIn([findingOf('args.undeclared', '/arguments')])?.('/to')).toBe(true);
});

it('is nothing where nothing was seen', () => {
  expect(undeclaredIn([findingOf('args.schema', '/arguments/to')])).toBeUndefined();
  expect(undeclaredIn([])).toBeUndefined();
});
