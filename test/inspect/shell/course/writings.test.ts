import { expect, test } from 'vitest';
import { Writings } from '../../../../src/inspect/shell/course/writings.ts';

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

test('what is written again is told once, and what doubles by copies is held no further than it is read', () => {
  const writings = new Writings();
  writings.run('b', 'shell');
  expect(writings.write('b', 'ls')).toEqual(['shell']);
  expect(writings.write('b', 'ls')).toEqual([]);
  writings.write('a', 'id');
  let refused = 0;
  for (let i = 0; i < 200; i++) {
    if (writings.write('b', writings.textOf('a')) === undefined) refused++;
    if (writings.write('a', writings.textOf('b')) === undefined) refused++;
  }
  expect(refused).toBeGreaterThan(0);
  expect(writings.textOf('a').length + writings.textOf('b').length).toBeLessThan(300_000);
});
