import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isOwnFile, isPart, namesOthers, namesSecrets, STATE_PARTS } from '../../../../src/inspect/self/state/parts.ts';
import { openStateDir, stateParts } from '../../../../src/journal/state/state-dir.ts';

test('its parts are those that a state directory has', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-parts-'));
  openStateDir(path.join(folder, 'sallyport'));
  const made = readdirSync(path.join(folder, 'sallyport'));
  rmSync(folder, { recursive: true });
  const { root: _, ...parts } = stateParts('/x');
  const named = Object.values(parts).map((part) => path.basename(part));
  expect(made.length).toBeGreaterThan(5);
  expect([...STATE_PARTS].sort()).toEqual([...new Set([...made, ...named, 'discovery.json'])].sort());
});

test('what is kept shut in a state directory is named by its folder, a pattern or a search through all', () => {
  for (const text of [
    '/s/keys',
    '/s/Keys/a',
    'cat credentials/key',
    '/s/adoptions/x',
    '/s/*',
    '/s/[k]eys',
    'grep -rn x /s',
    'ls -R /s',
  ])
    expect([text, namesSecrets(text)]).toEqual([text, true]);
  for (const text of [
    '/s/journal/*.jsonl',
    '/s/keys.md',
    '/s/monkeys/a',
    '/s/tokens/a',
    'ls -la ${HOME}/s',
    'cat /s/trust.json',
  ])
    expect([text, namesSecrets(text)]).toEqual([text, false]);
});

test('what other sessions did is named by its folder; a list of names tells nothing of it', () => {
  for (const text of ['/s/journal/a-1.jsonl', 'cat /s/approvals/x.hold', 'cd /s; cat tasks/a'])
    expect([text, namesOthers(text, true)]).toEqual([text, true]);
  for (const text of ['ls /s/journal', 'sha256sum /s/approvals/x.hold', 'cat /s/trust.json', 'cat /s/journal.md'])
    expect([text, namesOthers(text, true)]).toEqual([text, false]);
  expect(namesOthers('ls /s/journal', false)).toBe(true);
});

test.each([
  ['journal/a-1.jsonl', true],
  ['approvals/abcd2345.verdict', true],
  ['appr*/abcd2345.verdict', true],
  ['tokens/61.json', true],
  ['trust.json', true],
  ['journal/write.ts', false],
  ['tokens/readme.md', false],
  ['config.json', false],
])('%s in a folder called sallyport shows that it is ours: %s', (file, isOurs) => {
  expect(isOwnFile(file.split('/'))).toBe(isOurs);
});

test('a part is named in full or by a pattern that leaves something of it', () => {
  expect(['keys', 'ke*', '*', 'docs', undefined].map(isPart)).toEqual([true, true, false, false, false]);
});
