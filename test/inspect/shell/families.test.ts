import { expect, test } from 'vitest';
import { judgeCommand } from '../../../src/inspect/shell/families.ts';

test.each([
  ['rm -rf /', 'critical'],
  ['rm -rf data', 'medium'],
  ['RM.EXE -r /', 'critical'],
  ['/bin/mkfs.ext4 /dev/sda', 'critical'],
  ['chmod -R 777 .', 'high'],
  ['git config core.hooksPath', undefined],
  ['git config --global core.hooksPath /tmp/x', 'high'],
  ['crontab -l', undefined],
  ['crontab x', 'high'],
  ['rm file', undefined],
  ['', undefined],
])('%s: %s', (command, severity) => {
  expect(judgeCommand(command.split(' '))?.severity).toBe(severity);
});

test.each([
  ['rm -rf /tmp/build', undefined],
  ['rm -rf /tmp/build data', 'medium'],
  ['git -C project diff --output=.git/hooks/pre-commit', 'high'],
  ['git diff --output=changes.patch', undefined],
  ['git remote set-url origin https://there.example/x.git', 'medium'],
  ['git remote -v', undefined],
  ['kubectl -n web exec pod/api -- sh', 'medium'],
  ['kubectl get pods', undefined],
  ['aws secretsmanager get-secret-value --secret-id x', 'medium'],
  ['aws secretsmanager list-secrets', undefined],
  ['sudo -l', 'medium'],
  ['agent --yolo -p x', 'high'],
  ['systemctl enable x.service', 'high'],
  ['docker -H unix:///var/run/docker.sock ps', 'critical'],
  ['docker run -v /tmp/docker.sock:/var/run/docker.sock x', undefined],
  ['/bin/{rm,} -rf x', 'high'],
  ['taskkill /im * /f', 'high'],
  // Of several things that a command does, the worst counts.
  ['npx -p https://there.example/x.tgz rimraf dist', 'high'],
  ['remove-item -Recurse HKCU:\\Software\\x', 'high'],
])('%s: %s', (command, severity) => {
  expect(judgeCommand(command.split(' '))?.severity).toBe(severity);
});
