import { expect, test } from 'vitest';
import { Writings } from '../../../src/inspect/shell/writings.ts';

test('whoever runs a file is told all that was written to it', () => {
  const writings = new Writings();
  expect(writings.run('x.sh', 'shell')).toBe('');
  expect(writings.write('./x.sh', 'a')).toEqual(['shell']);
  expect(writings.write('/srv/x.sh', 'b')).toEqual(['shell']);
  expect(writings.run('x.sh', 'itself')).toBe('a\nb');
  expect(writings.write('x.sh', 'c')).toEqual(['shell', 'itself']);
});

test('other files are none of its business', () => {
  const writings = new Writings();
  writings.write('x.sh', 'a');
  expect(writings.textOf('y.sh')).toBe('');
  expect(writings.textOf('.\\x.sh')).toBe('a');
});
