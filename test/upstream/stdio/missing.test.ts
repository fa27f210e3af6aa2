import { expect, test } from 'vitest';
import { missingIn } from '../../../src/upstream/stdio/missing.ts';

test.each([
  ["npm error 404  '@example/no-such-server@*' is not in this registry.", '@example/no-such-server'],
  [
    "npm error 404  The requested resource 'no-such@^2.0' could not be found or you do not have permission to access it.",
    'no-such@^2.0',
  ],
  ['  ╰─▶ Because no-such was not found in the package registry and you require no-such, we can', 'no-such'],
  [
    "docker: Error response from daemon: pull access denied for example/none, repository does not exist or may require 'docker login'",
    'example/none',
  ],
])('%s', (line, name) => {
  expect(missingIn(line)).toContain(`there is no ${name} in `);
  expect(missingIn(line)).toMatch(/correct its name/);
});

test.each([
  'npm error 404 Not Found - GET https://registry.example/x',
  'npm error code E404',
  "404: 'tickets' is not in the list",
  'the package registry was not found',
  '',
])('%j says nothing of the kind', (line) => {
  expect(missingIn(line)).toBeUndefined();
});
