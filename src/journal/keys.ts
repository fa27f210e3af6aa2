import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { makeFolder } from './disk/files.ts';
import { createWhole, readWhole } from './disk/whole-file.ts';
import { JournalError } from './journal-error.ts';

const MOST_BYTES = 10_000;

/** Keys are kept beside the journal's folder `dir`, not in it: handing out the journal to be checked hands out no keys. */
const keyPath = (dir: string, name: string): string => join(dirname(dir), 'keys', name);

/** The key that makes tokens of secrets; made where there is none. */
export async function tokenKey(dir: string): Promise<Buffer> {
  const path = keyPath(dir, 'token.key');
  return parseTokenKey(path, await keyText(path, () => randomBytes(32).toString('base64url')));
}

/** The same where it exists already. */
export async function readTokenKey(dir: string): Promise<Buffer | undefined> {
  const path = keyPath(dir, 'token.key');
  const text = await readWhole(path, MOST_BYTES);
  return text === undefined ? undefined : parseTokenKey(path, text);
}

function parseTokenKey(path: string, text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === 32) return key;
  throw new JournalError(
    'journal.key',
    `${path} holds no key of 32 bytes: put back the original, or remove the file to start with a new key`,
  );
}

/** The Ed25519 key that signs checkpoints; made where there is none. */
export async function signingKey(dir: string): Promise<KeyObject> {
  const path = keyPath(dir, 'checkpoint.key');
  const text = await keyText(path, () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  });
  return parseKey(path, text);
}

/** The same where it exists already. */
export async function readSigningKey(dir: string): Promise<KeyObject | undefined> {
  const path = keyPath(dir, 'checkpoint.key');
  const text = await readWhole(path, MOST_BYTES);
  return text === undefined ? undefined : parseKey(path, text);
}

function parseKey(path: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new JournalError(
      'journal.key',
      `${path} holds no private key: put back the original, or remove the file to start with a new key`,
      cause,
    );
  }
}

/** Processes that start at once must agree on one key: whoever does not create it reads the winner's. */
async function keyText(path: string, make: () => string): Promise<string> {
  const there = await readWhole(path, MOST_BYTES);
  if (there !== undefined) return there;
  await makeFolder(dirname(path));
  await createWhole(path, make());
  return (await readWhole(path, MOST_BYTES)) ?? '';
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `sp_<kind>_<12 of base32>`: the kind is for people; the twelve depend on the secret alone, so equal secrets stay equal. */
export function makeToken(key: Buffer, kind: string, secret: string): string {
  // As a text: the first buffer that Node makes outside of JavaScript undoes all that was compiled for tables of bytes.
  const mac = createHmac('sha256', key).update(secret).digest('binary');
  let name = '';
  for (let i = 0; i < 12; i++) name += BASE32.charAt(mac.charCodeAt(i) & 31);
  return `sp_${kind.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}_${name}`;
}
