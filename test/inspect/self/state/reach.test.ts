import { expect, test } from 'vitest';
import { StateReach } from '../../../../src/inspect/self/state/reach.ts';
import { finish } from '../../../../src/model/steps.ts';

const reach = new StateReach(['/home/me/.local/state/sallyport']);

test.each([
  ['/home/me/.local/state/sallyport', true],
  ['/home/me/.local/state/sallyport/x/y', true],
  ['/home/me/.local/state/sallyports', false],
  ['/home/me/.local/state', false],
  ['state/sallyport', true],
  ['src/state/sallyport', false],
  ['sallyport', false],
  ['sallyport/keys', false],
  ['sallyport/keys/token.key', true],
  ['sallyport/keys/index.ts', false],
  ['sallyport/journal/a-1.jsonl', true],
  ['sallyport/journal/a.ts', false],
  ['sallyport/trust.json', true],
  ['src/sallyport/trust.json', false],
  ['link/sallyport/approvals/a.hold', true],
  ['/work/sallyport/trust.json', false],
  ['/work/sallyport/journal/a-1.jsonl', false],
  ['/work/abcd2345.verdict', true],
  ['/proc/self/root/home/me/.local/state/sallyport/frozen', true],
  ['sallyport/keyss', false],
  ['*/sallyport', false],
  ['/**', false],
  ['/**/*', false],
  ['/**/approvals/*', true],
  ['/home/**', true],
  ['/srv/.local/state/sallyport', true],
  ['/srv/state/sallyport', false],
  ['$x/state/sallyport', true],
  ['$file', false],
  ['', false],
])('%s leads there: %s', (one, isThere) => {
  expect(reach.reaches(one)).toBe(isThere);
});

test('a state directory of another name is known by its place alone', () => {
  const other = new StateReach(['/srv/gate/data']);
  expect(other.reaches('/srv/gate/data/keys')).toBe(true);
  expect(other.reaches('gate/data/x')).toBe(true);
  expect(other.reaches('data/keys/token.key')).toBe(true);
  expect(other.reaches('data/keys')).toBe(false);
  expect(other.reaches('/home/me/data/keys/x')).toBe(false);
  expect(other.reaches('data/x')).toBe(false);
});

test('paths of one command are put together', () => {
  expect(finish(reach.joins(['cd', '/home/me/.local', 'state', 'sallyport']))).toBe(true);
  expect(finish(reach.joins(['cd', '/home/me', 'state', 'sallyport']))).toBe(false);
  expect(finish(reach.joins(['cd', 'sallyport', 'approvals/x.hold']))).toBe(true);
  expect(finish(reach.joins(['cd', 'sallyport', 'approvals/x']))).toBe(false);
  expect(finish(reach.joins(['ls', 'sallyport', 'approvals/x']))).toBe(false);
  expect(finish(reach.joins(['/home/me', '*']))).toBe(false);
  expect(finish(reach.joins(['/*', '**', '**x**', '**', '**', '**']))).toBe(false);
  expect(finish(new StateReach([]).joins(['/', 'x']))).toBe(false);
});

test('folders above are known, from wherever', () => {
  expect(reach.isAbove('/home/me')).toBe(true);
  expect(reach.isAbove('.local/state')).toBe(true);
  expect(reach.isAbove('state')).toBe(false);
  expect(reach.isAbove('/home/you')).toBe(false);
  expect(reach.aheadOf('/home/me/.local')).toEqual([['state', 'sallyport']]);
  expect(reach.aheadOf('/home/you')).toEqual([]);
});

test('a pattern that is made to be slow is not', () => {
  const slow = `/home/me/.local/state/${'*s'.repeat(2_000)}`;
  expect(reach.reaches(slow)).toBe(false);
});
