import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { forgetAll, signIn, signOut, waitingForLogin } from '../../src/app/credentials.ts';
import { readConfiguration } from '../../src/app/settings.ts';
import { openStateDir } from '../../src/journal/state/state-dir.ts';
import { browse, closeStand, startPair } from '../upstream/oauth/stand.ts';

afterAll(closeStand);

it('signs in and out of a configured server', async () => {
  process.env.SALLYPORT_KEYCHAIN = 'off';
  const { resource, issuer } = await startPair();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));
  const file = path.join(folder, 'servers.config.yaml');
  writeFileSync(
    file,
    `servers:\n  crm: { url: "${resource.url}", era: legacy, auth: { oauth: {} } }\n  lost: { url: "\${env:SALLYPORT_TEST_NONE}", auth: { oauth: {} } }\n`,
  );
  const configuration = await readConfiguration({ config: file });
  const state = openStateDir(path.join(folder, 'state'));
  const given = await signIn('crm', configuration, state, { openUrl: (url) => void browse(url) });
  expect(given).toMatchObject({ issuer: issuer.origin, resource: resource.url });
  expect(await waitingForLogin(state)).toEqual([]);
  expect(await signOut('crm', configuration, state)).toEqual({ issuer: issuer.origin, isRevoked: true, unreadable: 0 });
  expect(await signOut('crm', configuration, state)).toEqual({ issuer: undefined, isRevoked: false, unreadable: 0 });
  await expect(signOut('lost', configuration, state)).rejects.toThrow('SALLYPORT_TEST_NONE');
  expect(await forgetAll(state)).toBe(1);
});
