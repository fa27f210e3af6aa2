import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { foreignConfiguration } from '../../../src/app/replay/configuration-text.ts';
import { configurationOf } from '../../../src/app/replay/foreign-settings.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));

it('a configuration comes to the same in another thread, the code of inspectors included', async () => {
  const file = path.join(dir, 'c.yaml');
  writeFileSync(path.join(dir, 'seer.mjs'), 'export default { version: 1 };\n');
  writeFileSync(
    file,
    'servers: { a: { command: a, env: { X: "${env:NOWHERE_AT_ALL}" } } }\npolicy: { inspectors: { seer: { file: seer.mjs } } }\n',
  );
  const told = structuredClone(await foreignConfiguration(file));
  // What is read later is what was there.
  writeFileSync(file, 'servers: {}\n');
  writeFileSync(path.join(dir, 'seer.mjs'), 'export default { version: 2 };\n');
  const { loaded, sources } = configurationOf(told);
  expect(loaded).toMatchObject({ path: file, config: { servers: { a: { env: { X: '${env:NOWHERE_AT_ALL}' } } } } });
  expect(sources).toMatchObject([{ name: 'seer', text: 'export default { version: 1 };\n' }]);
});

it('without one there is nothing to read', async () => {
  expect(await foreignConfiguration(undefined)).toMatchObject({ text: '{}', sources: [] });
});

it('that cannot be read is said at once', async () => {
  await expect(foreignConfiguration(path.join(dir, 'no.yaml'))).rejects.toThrow(/no such file/);
});
