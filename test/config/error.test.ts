import { expect, it } from 'vitest';
import { ConfigError } from '../../src/config/error.ts';

it('carries every complaint, ready to be printed', () => {
  const error = new ConfigError([
    { path: ['a'], what: 'is wrong' },
    { path: ['b'], what: 'too', instead: 'Write c.' },
  ]);
  expect(error.message).toBe('a: is wrong\n\nb: too\n  Write c.');
  expect(error.complaints).toHaveLength(2);
  expect(error.name).toBe('ConfigError');
});
