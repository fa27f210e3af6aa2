import { expect, test } from 'vitest';
import { CLIENT_FILES, OWN_FILES } from '../../../src/inspect/self/client-files.ts';

test('is written in the form in which paths are compared', () => {
  for (const file of [...CLIENT_FILES, ...OWN_FILES]) expect(file).toMatch(/^[a-z._ -]+(?:\/[a-z._ -]+)*$/);
  expect(new Set(CLIENT_FILES).size).toBe(CLIENT_FILES.length);
});
