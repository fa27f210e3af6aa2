import { expect, test } from 'vitest';
import { patchedFiles } from '../../../src/inspect/reading/patches.ts';
import { expectLinear } from '../../growth.ts';

test.each([
  ['*** Begin Patch\n*** Update File: a/b.yaml\n*** Move to: c.yaml\n@@\n-x\n+y\n*** End Patch', ['b.yaml', 'c.yaml']],
  ['\n*** Begin Patch\n*** Add File: /x/y\n+z\n*** End Patch', ['/x/y']],
  ['--- a/x.json\t2026-01-01\n+++ b/x.json\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n', ['x.json']],
  ['--- /dev/null\n+++ b/new.json\n@@ -0,0 +1 @@\n+b\n', ['new.json']],
  [
    'diff --git a/one.txt b/two.txt\nsimilarity index 100%\nrename from one.txt\nrename to two.txt\n',
    ['one.txt', 'two.txt'],
  ],
  ['diff --git "a/x y" "b/x y"\n', ['x y']],
])('%j names its files', (text, files) => {
  expect(patchedFiles(text)).toEqual(files);
});

test('however many stand before one, and however long its name is', () => {
  const long = `${'./'.repeat(1_500)}mcp.json`;
  const decoys = Array.from({ length: 20_000 }, (_, i) => `+++ b/${i}\n`).join('');
  for (const line of [`+++ b/${long}`, `diff --git a/${long} b/${long}`])
    expect(patchedFiles(`${decoys}${line}\n`)).toContain(long);
});

test.each(['', 'a\n--- \nb', 'Update File: x', '# heading\n--- a/x\nrule', '1 + 1 +++ 3'])('%j is no patch', (text) => {
  expect(patchedFiles(text)).toEqual([]);
});

test('reads a long one in linear work', () => {
  expectLinear(['*** Update File: x\n+++ b/y\n', 'diff --git a/x b/y\n', 'diff --git a/x b/', '+++ "'], patchedFiles);
});
