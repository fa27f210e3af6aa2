import { expect, it } from 'vitest';
import { UsageError } from '../../src/cli/usage-error.ts';

it('is known by its name where its class is not loaded', () => {
  const error = new UsageError('write that');
  expect([error.name, error.message, error instanceof Error]).toEqual(['UsageError', 'write that', true]);
});
