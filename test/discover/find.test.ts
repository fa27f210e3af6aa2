import { expect, it } from 'vitest';
import { spotText } from '../../src/discover/find.ts';

it.each([
  [{ file: '/a', line: 3 }, '/a:3'],
  [{ file: '/a' }, '/a'],
  [{ port: 80, pid: 7 }, 'port 80 (pid 7)'],
  [{ port: 80 }, 'port 80'],
  [{ pid: 7 }, 'pid 7'],
  [{ container: 'clock' }, 'container clock'],
  [{}, 'here'],
])('%j is %s', (spot, want) => {
  expect(spotText(spot)).toBe(want);
});
