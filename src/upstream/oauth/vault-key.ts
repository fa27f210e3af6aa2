import { createHash, randomBytes } from 'node:crypto';
import type { Keychain, Shelf } from './shelf.ts';
import { AuthTrouble } from './trouble.ts';

/** What credentials are encrypted with, and where it is kept. */
export interface VaultKey {
  readonly bytes: Buffer;
  /** Tells keys apart, and reveals nothing of them. */
  readonly mark: string;
  readonly place: 'keychain' | 'file';
}

const FILE = 'key';
const ENTRY = 'credentials-key';
const BYTES = 32;

/**
 * The key of this user's vault: the file's where there is one, else the keychain's. Made where there is none, in the
 * keychain if that takes it. Throws `AuthTrouble`; never goes on without.
 */
export async function readVaultKey(shelf: Shelf, keychain: Keychain): Promise<VaultKey> {
  const found = (await fromFile(shelf)) ?? (await fromKeychain(keychain));
  if (found !== undefined) return found;
  return shelf.inTurn('key', async () => {
    const sinceThen = (await fromFile(shelf)) ?? (await fromKeychain(keychain));
    return sinceThen ?? makeKey(shelf, keychain);
  });
}

async function makeKey(shelf: Shelf, keychain: Keychain): Promise<VaultKey> {
  const stored = (await shelf.list()).some((name) => name.endsWith('.vault.json'));
  if (stored) {
    // A new key would open none of the files, and hide that the old one is only out of reach.
    throw new AuthTrouble(
      'the key of the stored credentials is not to be found (a keychain that is locked, or out of reach over ssh?); unlock it, or sign in anew after `sallyport logout --all`',
    );
  }
  const bytes = randomBytes(BYTES);
  const text = bytes.toString('base64url');
  try {
    await keychain.write(ENTRY, text);
    // Some keychains accept an entry and lose it with the session.
    if ((await keychain.read(ENTRY)) === text) return keyOf(bytes, 'keychain');
  } catch {
    // No keychain that can be written to: a file it is, and docs/credentials.md says what that protects from.
  }
  await shelf.create(FILE, `${text}\n`);
  const made = await fromFile(shelf);
  if (made === undefined) throw new AuthTrouble('the key of the stored credentials could not be written');
  return made;
}

async function fromFile(shelf: Shelf): Promise<VaultKey | undefined> {
  const text = await shelf.read(FILE);
  if (text === undefined) return undefined;
  const exposure = await shelf.exposure(FILE);
  if (exposure !== undefined) throw new AuthTrouble(exposure);
  const bytes = bytesOf(text);
  if (bytes === undefined) {
    throw new AuthTrouble(
      'the key file of the stored credentials is damaged; put it back from a copy, or sign in anew after `sallyport logout --all`',
    );
  }
  return keyOf(bytes, 'file');
}

async function fromKeychain(keychain: Keychain): Promise<VaultKey | undefined> {
  const bytes = bytesOf(await keychain.read(ENTRY).catch(() => ''));
  return bytes === undefined ? undefined : keyOf(bytes, 'keychain');
}

function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text.trim(), 'base64url');
  return bytes.length === BYTES ? bytes : undefined;
}

const keyOf = (bytes: Buffer, place: VaultKey['place']): VaultKey => ({
  bytes,
  mark: createHash('sha256').update('sallyport vault key ').update(bytes).digest('base64url').slice(0, 12),
  place,
});
