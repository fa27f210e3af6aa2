import { expect, test } from 'vitest';
import { CLIENT_FILES, matchesClientFile, OWN_FILES } from '../../../src/inspect/self/client-files.ts';

test('is written in the form in which paths are compared', () => {
  for (const file of [...CLIENT_FILES, ...OWN_FILES]) expect(file).toMatch(/^[a-z._ -]+(?:\/[a-z._ -]+)*$/);
  expect(new Set(CLIENT_FILES).size).toBe(CLIENT_FILES.length);
});

test.each([
  '/home/me/.cursor/m?p.json',
  '/home/me/.cursor/mcp.*',
  '.cursor/*.json',
  '/home/me/.claude.j*',
  '/home/me/.codex/conf*.toml',
  '/x/.vscode/mc[pq].json',
  '/home/me/.kiro/settings/*.json',
])('a pattern stands for the file of a client: %s', (path) => {
  expect(matchesClientFile(path)).toBe(true);
});

test.each([
  '*.json',
  '/home/me/*',
  '/home/me/.c*',
  '/x/.vscode/*.json',
  '/x/.github/*.json',
  '/home/me/.cursor/rules/*.json',
  'src/**/*.json',
  '*config*.json',
  '/home/me/.cursor/mcp.json',
])('and others stand for more than that, or for something else: %s', (path) => {
  expect(matchesClientFile(path)).toBe(false);
});
