import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptFolders } from '../../../src/inspect/self/kept-folders.ts';
import { context } from '../surroundings.ts';

const keeps = keptFolders(context);

test.each([
  '/home/me/.cursor',
  '/home/me/.claude',
  '/home/me/.gemini',
  '/home/me/.gemini/config',
  '/home/me/.codeium/windsurf',
  '/home/me/.codeium',
  '/home/me/.kiro',
  '/home/me/.config/claude',
  '/home/me/.config/code/user',
  '/home/me/.config/code/user/globalstorage/rooveterinaryinc.roo-cline/settings',
  '/home/me/.config/zed',
  '/home/me/.aws/amazonq',
  '/home/me/.mcporter',
  '/home/me/.curs*',
  '/root/.claude',
  '~other/.claude',
  '/users/other/library/application support/claude',
  '/users/other/library/application\x1fsupport/claude',
  'c:/users/other/.cursor',
  'c:/users/other/appdata/roaming/claude',
  'c:/users/other/appdata/local/packages/claude_pzs8sxrjxfjjc/localcache/roaming/claude',
  '%appdata%/claude',
  '$env:appdata/claude',
  '$xdg_config_home/zed',
])('a client keeps its configuration in %s', (folder) => {
  expect(keeps(folder)).toBe('client');
});

test.each(['/home/me/work', '/home/me/gate'])('Sallyport keeps its own in %s', (folder) => {
  expect(keeps(folder)).toBe('config');
});

test.each([
  '',
  '/',
  '/home/me',
  '/home/me/work/x',
  '.cursor',
  '.claude',
  'app/.claude',
  '/home/me/src/app/.claude',
  '/home/me/src/app/.cursor',
  '/home/me/src/claude',
  '/home/me/.cursor/rules',
  '/home/me/.claude/skills/pdf',
  '/home/me/.claude/local',
  '/home/me/.config',
  '/home/me/.aws',
  '/home/me/.codeium/x',
  '/home/me/.github',
  '/home/me/.vscode',
  '/home/me/.vscode/extensions',
  '/home/me/.c*',
  '/home/me/*',
  '/srv/app/.cursor',
  '$pwd/.cursor',
  '/home/me/backup/.claude',
])('nobody does in %s, or a project has it for itself', (folder) => {
  expect(keeps(folder)).toBeUndefined();
});

test('no text makes it throw, and no project is a home', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('.cursor', '.claude', '.gemini'), (text, name) => {
      keeps(text);
      expect(keeps(`/srv/${text.replaceAll('/', '')}/${name}`)).toBeUndefined();
    }),
  );
});
