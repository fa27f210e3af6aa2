import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { authorizeWith } from '../../../src/app/secrets/authorize.ts';
import { openStateDir } from '../../../src/journal/state/state-dir.ts';

it('opens credentials that stand in the state directory', async () => {
  const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
  const authorize = authorizeWith(state, () => undefined, Date.now);
  const url = new URL('https://crm.example/mcp');
  const authorization = await authorize('crm', url, { grant: 'authorization_code', allowPrivate: [] });
  expect(authorization.isDue()).toBe(true);
  expect(await authorization.renew()).toBeUndefined();
  expect(authorization.header()).toBeUndefined();
  const refused = await authorization.refused(undefined, 401, 'Bearer scope="a"');
  expect(refused?.message).toContain('sallyport login crm');
  expect(authorization.need).toBe(refused?.message);
});
