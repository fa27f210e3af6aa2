import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readKeychain } from '../../src/config/keychain.ts';

/** A keychain's program as the system would have it, on a PATH of its own. */
function install(program: string, script: string): NodeJS.ProcessEnv {
  const bin = mkdtempSync(path.join(os.tmpdir(), 'sallyport-keychain-'));
  const file = path.join(bin, program);
  writeFileSync(file, `#!${process.execPath}\n${script}`);
  chmodSync(file, 0o755);
  return { PATH: bin };
}

const ANSWER = `
const [verb, , service, , account] = process.argv.slice(2);
if (verb !== 'lookup' || service !== 'sallyport' || account !== 'my key') process.exit(1);
process.stdout.write('s3cret\\n');
`;

it('reads a secret by its name', async () => {
  expect(await readKeychain('my key', 'linux', install('secret-tool', ANSWER))).toBe('s3cret');
});

it('says where a missing one was looked for, and how to put it there', async () => {
  await expect(readKeychain('other', 'linux', install('secret-tool', ANSWER))).rejects.toThrow(
    `"other" is not in the Secret Service (service 'sallyport'); put it there with: secret-tool store --label='Sallyport other' service sallyport account 'other'`,
  );
});

it('says when there is no such program', async () => {
  await expect(readKeychain('x', 'linux', { PATH: '/nonexistent' })).rejects.toThrow(/secret-tool is not installed/);
});

it('hands a name to PowerShell through the environment, never the command line', async () => {
  const script = `
if (process.argv.slice(2).join(' ').includes('we"ird')) process.exit(1);
process.stdout.write(process.env.SALLYPORT_KEYCHAIN_NAME ?? '');
`;
  expect(await readKeychain('we"ird', 'win32', install('powershell.exe', script))).toBe('we"ird');
});
