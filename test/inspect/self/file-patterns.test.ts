import { expect, test } from 'vitest';
import { patternKind, standsAbove } from '../../../src/inspect/self/file-patterns.ts';
import { keptFolders } from '../../../src/inspect/self/kept-folders.ts';
import { context } from '../surroundings.ts';

const keeps = keptFolders(context);

test.each([
  '/home/me/.cursor/m?p.json',
  '/home/me/.cursor/mcp.*',
  '.cursor/*.json',
  '/home/me/.claude.j*',
  '/home/me/.codex/conf*.toml',
  '/x/.vscode/mc[pq].json',
  '/home/me/.kiro/settings/*.json',
  '/home/me/.cur?or/mcp.json',
  '/home/me/.c*r/mcp.json',
  '/home/me/.cur*/m*',
  '/home/me/.cur*/*.json',
  '.m?p.json',
  '.mc*',
  '/home/me/.?laude.json',
  '/home/me/.cl*.json',
  '/home/me/.cursor/mcp$empty.json',
  '/home/me/.cursor/m${x}cp.json',
  '/home/me/.gemini/*.json',
  '/home/me/.gemini/config/*.json',
  '/home/me/.claude/*.json',
  '/home/me/.codex/*.toml',
  '/home/me/.copilot/*.json',
  '/home/me/.config/opencode/*.json*',
  '/home/me/.config/goose/*.yaml',
  '/home/me/.continue/*.yaml',
  '/home/me/.aws/amazonq/*.json',
])('a pattern stands for the file of a client: %s', (path) => {
  expect(patternKind(path, keeps)).toBe('self.client-config');
});

test.each(['/home/me/work/servers.conf*', '/home/me/work/servers.config.y?ml', 'sallyport.lock.*', 's*.config.yaml'])(
  'or for one of ours: %s',
  (path) => {
    expect(patternKind(path, keeps)).toBe('self.config');
  },
);

test.each([
  '*.json',
  '.*.json',
  '.m*.json',
  '/home/me/*',
  '/home/me/.c*',
  '/x/.vscode/*.json',
  '/x/.github/*.json',
  '/x/.gemini/*.json',
  '.claude/*.json',
  '/home/me/src/app/.claude/*.json',
  '/home/me/.gemini/*.md',
  '/home/me/.claude/agents/*.json',
  '/home/me/.config/code/user/*.json',
  '/home/me/.config/zed/*.json',
  '/home/me/.cursor/rules/*.json',
  'src/**/*.json',
  '*config*.json',
  '*.config.yaml',
  'server*',
  '*/settings.json',
  '.*/settings.json',
  '**/mcp.json',
  '$dir/mcp.json',
  '$dir/*',
  '$dir/mc?.json',
  '/home/me/.cursor/$name.json',
  '$env:localappdata',
  '/home/me/.c*/*.json',
  '/home/me/.claude/$name.json',
  '/home/me/.cursor/mcp.json',
])('and others stand for more than that, or for something else: %s', (path) => {
  expect(patternKind(path, keeps)).toBeUndefined();
});

test.each<[string, boolean]>([
  ['/home/me/w*', true],
  ['/home/me/*', true],
  ['/home/*/work/*.yaml', true],
  ['/home/me/work/servers.config.yaml', false],
  ['/home/me/work/*.log', false],
  ['/home/me/work/*/x', false],
  ['/home/me/$dir', false],
  ['work/*', false],
  ['/*', false],
])('a path with * or ? may stand for another, or for a folder above: %s', (path, isAbove) => {
  expect(standsAbove(path, '/home/me/work/servers.config.yaml')).toBe(isAbove);
});
