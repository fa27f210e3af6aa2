import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { keychainAnswers, keychainHolds } from '../../config/keychain.ts';
import type { SecretShelf } from '../../discover/adopt/secrets.ts';
import { readWhole, replaceWhole } from '../../journal/disk/whole-file.ts';
import type { Keychain } from '../../upstream/oauth/shelf.ts';
import { systemKeychain } from './system-keychain.ts';

export type ShelfWish = 'keychain' | 'file' | undefined;

/** The longest value that a reference can stand for. */
const MOST_BYTES = 65_536;

/** Where adopted secrets go: the keychain where one answers, else files that only this user reads. */
export async function openShelves(
  dir: string,
  wish: ShelfWish,
  env: NodeJS.ProcessEnv = process.env,
): Promise<SecretShelf[]> {
  const file = fileShelf(path.join(dir, 'secrets'));
  const isOff = env.SALLYPORT_KEYCHAIN === 'off';
  if (wish === 'file' || isOff) {
    if (wish === 'keychain') throw new Error('SALLYPORT_KEYCHAIN=off: no keychain is used; say --secrets file');
    return [file];
  }
  const keychain = keychainShelf(systemKeychain(env));
  if (wish === 'keychain') return [keychain, file];
  return (await keychainAnswers(process.platform, env)) ? [keychain, file] : [file];
}

const keychainShelf = (keychain: Keychain): SecretShelf => ({
  place: 'the keychain',
  reference: (name) => `\${keychain:${name}}`,
  accepts: (value) => keychainHolds(value),
  read: (name) => keychain.read(name).catch(() => undefined),
  write: (name, value) => keychain.write(name, value),
});

function fileShelf(folder: string): SecretShelf {
  const fileOf = (name: string): string => path.join(folder, name);
  return {
    place: folder,
    reference: (name) => `\${file:${fileOf(name)}}`,
    accepts: (value) => value.length <= MOST_BYTES && !value.includes('\r'),
    async read(name) {
      const text = await readWhole(fileOf(name), MOST_BYTES + 1);
      return text?.replace(/\n$/, '');
    },
    async write(name, value) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (process.platform !== 'win32') await chmod(folder, 0o700);
      await replaceWhole(fileOf(name), `${value}\n`);
    },
  };
}

/** The text with values in place of references to our shelves, escaped so that they are no references themselves. */
export async function reveal(text: string, dir: string): Promise<string> {
  let out = '';
  let at = 0;
  for (const { 0: whole, 1: kind = '', 2: rest = '', index } of text.matchAll(
    /\$\$\{|\$\{(keychain|file):([^}]+)\}/g,
  )) {
    const shelf = kind === 'keychain' ? keychainShelf(systemKeychain()) : fileShelf(path.join(dir, 'secrets'));
    const name = kind === 'file' ? path.basename(rest) : rest;
    const isOurs = kind !== '' && shelf.reference(name) === whole;
    const value = isOurs ? await shelf.read(name).catch(() => undefined) : undefined;
    out += text.slice(at, index) + (value?.replaceAll('${', () => '$${') ?? whole);
    at = index + whole.length;
  }
  return out + text.slice(at);
}

/** The file on our shelf that a reference stands for; undefined where it is elsewhere. */
export function secretFile(reference: string, dir: string): string | undefined {
  const file = /^\$\{file:(.+)\}$/.exec(reference)?.[1];
  return file !== undefined && path.dirname(file) === path.join(dir, 'secrets') ? file : undefined;
}

/** Removes the files of secrets that nothing refers to any more. Returns the references it cannot remove. */
export async function forgetSecrets(references: readonly string[], dir: string): Promise<string[]> {
  const left: string[] = [];
  for (const reference of references) {
    const file = secretFile(reference, dir);
    if (file === undefined) left.push(reference);
    else await rm(file, { force: true });
  }
  return left;
}
