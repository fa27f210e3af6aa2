import { mkdtempSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { forgetSecrets, openShelves, reveal } from '../../../src/app/secrets/secret-shelves.ts';

const makeFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'sallyport-shelves-'));
const OFF = { SALLYPORT_KEYCHAIN: 'off' };

it('keeps secrets in files that only this user reads, and gives them back whole', async () => {
  const dir = makeFolder();
  const [shelf, ...more] = await openShelves(dir, undefined, OFF);
  expect(more).toEqual([]);
  expect(await shelf?.read('a')).toBeUndefined();
  for (const value of ['s3cret', ' with blanks ', 'a\n', 'a\n\n', 'ü"\'$${x}']) {
    await shelf?.write('a', value);
    expect(await shelf?.read('a')).toBe(value);
  }
  expect(statSync(path.join(dir, 'secrets', 'a')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(dir, 'secrets')).mode & 0o777).toBe(0o700);
  expect(shelf?.reference('a')).toBe(`\${file:${path.join(dir, 'secrets', 'a')}}`);
});

it('uses a keychain where that is wished, files for what it cannot hold, and none where it is off', async () => {
  const dir = makeFolder();
  expect((await openShelves(dir, 'keychain', {})).map(({ place }) => place)).toEqual([
    'the keychain',
    path.join(dir, 'secrets'),
  ]);
  const [keychain, file] = await openShelves(dir, 'keychain', {});
  expect([keychain, file].map((shelf) => shelf?.accepts('two\nlines'))).toEqual([false, true]);
  expect(keychain?.reference('a')).toBe('${keychain:a}');
  expect(await openShelves(dir, 'file', {})).toHaveLength(1);
  await expect(openShelves(dir, 'keychain', OFF)).rejects.toThrow(/--secrets file/);
});

it('reads what stands behind its own references, and leaves others', async () => {
  const dir = makeFolder();
  const [shelf] = await openShelves(dir, 'file');
  await shelf?.write('a', 'x${y');
  const mine = shelf?.reference('a') ?? '';
  expect(await reveal(`Bearer ${mine}!`, dir)).toBe('Bearer x$${y!');
  for (const text of ['${file:/elsewhere/a}', '${env:A}', '$${file:x}', 'plain', shelf?.reference('none') ?? '']) {
    expect(await reveal(text, dir)).toBe(text);
  }
});

it('removes its files and says what it cannot remove', async () => {
  const dir = makeFolder();
  const [shelf] = await openShelves(dir, 'file');
  await shelf?.write('a', 'x');
  expect(await forgetSecrets([shelf?.reference('a') ?? '', '${keychain:b}', '${file:/etc/passwd}'], dir)).toEqual([
    '${keychain:b}',
    '${file:/etc/passwd}',
  ]);
  expect(await shelf?.read('a')).toBeUndefined();
});
