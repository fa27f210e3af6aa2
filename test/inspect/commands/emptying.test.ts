import { expect, test } from 'vitest';
import { emptying } from '../../../src/inspect/commands/emptying.ts';

test.each([
  [['notes.md'], 'low'],
  [['src/a.ts', 'src/b.ts'], 'low'],
  [['/home/me/work/app/a.ts'], 'low'],
  [['/home/me/a.txt'], 'medium'],
  [['../a.ts'], 'medium'],
  [['/srv/app.db'], 'medium'],
  [['src/*'], 'medium'],
  [['*.log'], 'low'],
  [['notes.md', '$FILE'], 'medium'],
  [['/tmp/x'], undefined],
  [['/var/log/auth.log'], 'high'],
  // What is emptied is told by another command.
  [[], 'medium'],
])('%s', (files, severity) => {
  expect(emptying(files)?.severity).toBe(severity);
});
