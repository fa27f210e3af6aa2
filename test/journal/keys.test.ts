import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeToken, readSigningKey, readTokenKey, signingKey, tokenKey } from '../../src/journal/keys.ts';
import { journalDir, open } from './passing.ts';

it('makes one key of each kind, for its owner only, however many ask at once', async () => {
  const dir = await journalDir();
  const keys = await Promise.all(Array.from({ length: 8 }, () => tokenKey(dir)));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  const signers = await Promise.all(Array.from({ length: 4 }, () => signingKey(dir)));
  expect(new Set(signers.map((key) => key.export({ type: 'pkcs8', format: 'pem' }))).size).toBe(1);
  const folder = path.join(path.dirname(dir), 'keys');
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(path.join(folder, 'token.key'))).mode & 0o777).toBe(0o600);
});

it('reads no key into being', async () => {
  const dir = await journalDir();
  expect([await readSigningKey(dir), await readTokenKey(dir)]).toEqual([undefined, undefined]);
  expect((await tokenKey(dir)).equals((await readTokenKey(dir)) ?? Buffer.alloc(0))).toBe(true);
});

it('says which file is no key, and leaves it', async () => {
  const dir = await journalDir();
  const folder = path.join(path.dirname(dir), 'keys');
  await mkdir(folder);
  await writeFile(path.join(folder, 'token.key'), 'nonsense');
  await writeFile(path.join(folder, 'checkpoint.key'), 'nonsense');
  await expect(tokenKey(dir)).rejects.toMatchObject({
    code: 'journal.key',
    message: expect.stringContaining('token.key'),
  });
  await expect(signingKey(dir)).rejects.toMatchObject({ code: 'journal.key' });
  expect(await readFile(path.join(folder, 'token.key'), 'utf8')).toBe('nonsense');
});

it('makes tokens that keep equality and nothing else', () => {
  const key = Buffer.alloc(32, 1);
  // Agents and records hold tokens of years: they stay what they are.
  expect(makeToken(key, 'secret.aws', 'one')).toBe('sp_secret-aws_iptpv4gqgjkl');
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (one, two) => {
      expect(makeToken(key, 'secret.aws', one)).toMatch(/^sp_secret-aws_[a-z2-7]{12}$/);
      expect(makeToken(key, 'a', one) === makeToken(key, 'a', two)).toBe(one === two);
      expect(makeToken(Buffer.alloc(32, 2), 'a', one)).not.toBe(makeToken(key, 'a', one));
    }),
  );
});

it('gives the same token in every process of a state directory, and after a restart', async () => {
  const dir = await journalDir();
  const one = await open(dir);
  const token = one.token('secret', 'hunter2');
  await one.close();
  const two = await open(dir);
  expect(two.token('secret', 'hunter2')).toBe(token);
  expect(token).not.toContain('hunter2');
  await two.close();
});
