import { expect, test } from 'vitest';
import { areLeftovers, findsLeftovers, lackedBy } from '../../../src/inspect/commands/leftovers.ts';
import { expectLinear } from '../../growth.ts';

test.each([
  'node_modules',
  './node_modules/.cache',
  'dist coverage',
  'packages/*/node_modules',
  'build/*',
  'node_modules package-lock.json',
  '.venv __pycache__',
  '/home/me/app/dist',
  '~/work/app/node_modules',
  '$HOME/work/app/target',
  '.\\node_modules',
  'C:\\Users\\me\\app\\dist',
  '/tmp/x dist',
  '*.pyc',
  'x.egg-info',
  'dist tmp/*.log',
  '*.log',
  'dist/* dist/.[!.]* dist/.[^.]*',
  'dist/.*cache dist/..?*',
  '$PSScriptRoot\\dist',
  '$PWD/dist',
])('a tool makes again: %s', (targets) => {
  expect(areLeftovers(targets.split(' '))).toBe(true);
});

test.each([
  '',
  'src',
  'dist src',
  '../dist',
  'dist/../src',
  '~/build',
  '$HOME/dist',
  '~/.cache',
  '/build',
  '/usr/lib/node_modules',
  '/srv/app/dist',
  '$X/dist',
  'dist/$X',
  '{dist,src}',
  'node_modules/$(x)',
  '*',
  '~bob/x/dist',
  'C:\\dist',
  'D:\\app\\node_modules',
  'my-build',
  '/home/me/app/notes.json',
  '/var/log/*.log',
  '~/*.log',
  'dist logs/*',
  'dist/.*',
  'dist/.*/*',
  'dist/.?/src',
  'dist/.[.]/src',
  'dist/.***/src',
  'dist/@(..|x)/src',
  '$PSScriptRoot\\src',
  '$PSScriptRoot\\..\\dist',
  '$PWD/../dist',
  '$PWD',
  '$PWDX/dist',
  'HKLM:\\Software\\build',
  'Registry::HKEY_CURRENT_USER\\build',
  'src/build/x:h:h',
])('and nobody makes again: %s', (targets) => {
  expect(areLeftovers(targets.split(' ').filter((target) => target !== ''))).toBe(false);
});

test.each([
  ['. -name *.pyc -delete', true],
  ['-name *.pyc -delete', true],
  ['. -type d -name node_modules -prune -exec rm -rf {} +', true],
  ['. -name *.pyc -o -name __pycache__ -delete', true],
  ['/home/me/app -name *.tmp -delete', true],
  ['. -type d -empty -delete', true],
  ['. -name *.tmp -not -path ./node_modules/* -delete', true],
  ['dist -type f -delete', true],
  ['dist ./node_modules/.cache -mtime +3 -delete', true],
  ['dist src -type f -delete', false],
  ['dist/.. -type f -delete', false],
  ['-L dist -type f -delete', false],
  ['dist -follow -type f -delete', false],
  ['dist -printf ../src', false],
  ['. -name *.pyc -printf ../src', false],
  ['. ! -ipath */keep/* -name *.pyc -delete', true],
  ['. -delete', false],
  ['. -not -path ./src/* -delete', false],
  ['. -name *.pyc -not -path ./a/* -o -type f -delete', false],
  ['. -not -name *.pyc -delete', false],
  ['. -name *.pyc -not ( -path ./a -o -path ./b ) -delete', false],
  ['. -type f -delete', false],
  ['. -name *.ts -delete', false],
  ['. ! -name *.pyc -delete', false],
  ['. -name *.pyc -o -type f -delete', false],
  ['. -name *.pyc -name *.o -o -type f -delete', false],
  ['/ -name *.tmp -delete', false],
  ['/var -empty -delete', false],
  ['.. -name *.pyc -delete', false],
  ['~ -name *.bak -delete', false],
  ['. -empty -o -type f -delete', false],
])('find %s: %s', (words, expected) => {
  expect(findsLeftovers(words.split(' '))).toBe(expected);
});

test('a word is read in work that grows with its length', () => {
  expectLinear(['a/', 'node_modules', '../', '*', '.', 'cmake-build-', 'a.', '~/', '$HOME/', '\\'], (text) => {
    areLeftovers([text, `~/a/${text}`, `/home/${text}/`]);
    findsLeftovers(['.', '-name', text]);
  });
});

test('what compilers put beside it is lacked by their folder, and by nothing else', () => {
  expect(lackedBy(['app/bin', 'dist'])).toEqual(['app/obj']);
  for (const targets of [[], ['obj'], ['bin', 'src'], ['/usr/bin'], ['../bin'], ['bin/x']])
    expect(lackedBy(targets), targets.join(' ')).toBeUndefined();
});
