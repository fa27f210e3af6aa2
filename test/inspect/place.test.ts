import { expect, test } from 'vitest';
import { argumentAt, nameAt, roleOf } from '../../src/inspect/place.ts';
import { callOf } from './given.ts';

test('turns places in the params into places in the arguments', () => {
  const call = callOf({ to: 'x' }, { roles: { '/to': 'destination' } });
  expect(argumentAt(call, '/arguments/to/0')).toBe('/to/0');
  expect(argumentAt(call, '/name')).toBeUndefined();
  expect(argumentAt(call, '/argumentsX')).toBeUndefined();
  expect(argumentAt(callOf({ uri: 'x' }, {}, '', 'resources/read'), '/uri')).toBe('/uri');
  expect(roleOf(call, '/arguments/to/0')).toBe('destination');
  expect(roleOf(call, '/name')).toBeUndefined();
});

test('names a place by its member, through lists', () => {
  expect(nameAt('/arguments/args/0/1')).toBe('args');
  expect(nameAt('/arguments/path')).toBe('path');
  expect(nameAt('')).toBe('');
});
