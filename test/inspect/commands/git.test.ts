import { expect, test } from 'vitest';
import { git } from '../../../src/inspect/commands/git.ts';
import { gravity } from './seen.ts';

const seen = gravity([['git', git]]);

test.each([
  ['git push --force origin main', 'high'],
  ['git push --force --dry-run origin main', 'low'],
  ['git push --force --dry-run --no-dry-run origin main', 'high'],
  ['git push --force origin main -- --dry-run', 'high'],
  ['git push -d origin v1', 'high'],
  ['git push origin v1', 'low'],
  ['git -C sub reset --hard', 'medium'],
  ['git reset --soft HEAD~1', undefined],
  ['git checkout -- .', 'medium'],
  ['git checkout -b x', undefined],
  ['git restore --staged .', undefined],
  ['git restore -S -W .', 'medium'],
  ['git clean -fd', 'medium'],
  ['git clean -nfd', undefined],
  ['git branch -D x', 'medium'],
  ['git branch -d x', undefined],
  ['git stash clear', 'medium'],
  ['git -c core.pager=x log', 'high'],
  ['git -c color.ui=never log', undefined],
  ['git config core.hooksPath x', 'high'],
  ['git config --get core.hooksPath', undefined],
  ['git config alias.st status', undefined],
  ['git config alias.st !sh', 'high'],
  ['git -c alias.st=!sh st', 'high'],
  ['git -c alias.st=status st', undefined],
  ['git checkout -- a.ts', undefined],
  ['git checkout -- src/', 'medium'],
  ['git restore a.ts', undefined],
  ['git restore --source HEAD~1 .', 'medium'],
  ['git clone ext::sh x', 'high'],
  ['git clone https://there.example/x', undefined],
  ['git show --output=.git/hooks/pre-commit', 'high'],
  ['git constructor', undefined],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
