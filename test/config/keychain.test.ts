import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { keychainAnswers, keychainHolds, readKeychain, writeKeychain } from '../../src/config/keychain.ts';

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

const bare = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-keychain-')), 'file');
writeFileSync(bare, '');

it.each([path.join(bare, '..', 'nothing'), bare])(
  'says when there is no such program on the PATH: %s',
  async (PATH) => {
    await expect(readKeychain('x', 'linux', { PATH })).rejects.toThrow(/secret-tool is not installed/);
    await expect(writeKeychain('x', 'y', 'linux', { PATH })).rejects.toThrow(/"x" could not be put into/);
    expect(await keychainAnswers('linux', { PATH })).toBe(false);
  },
);

it('hands a name to PowerShell through the environment, never the command line', async () => {
  const script = `
if (process.argv.slice(2).join(' ').includes('we"ird')) process.exit(1);
process.stdout.write(process.env.SALLYPORT_KEYCHAIN_NAME ?? '');
`;
  expect(await readKeychain('we"ird', 'win32', install('powershell.exe', script))).toBe('we"ird');
});

it.each([
  ['linux', 'secret-tool', 's3cret'],
  ['win32', 'powershell.exe', 's3cret'],
] as const)('writes a secret through stdin on %s, where no process list shows it', async (platform, program, given) => {
  const script = `
let text = '';
process.stdin.on('data', (part) => (text += part)).on('end', () => {
  const told = { args: process.argv.slice(2), text, name: process.env.SALLYPORT_KEYCHAIN_NAME };
  require('fs').writeFileSync(__dirname + '/told', JSON.stringify(told));
});`;
  const env = install(program, script);
  await writeKeychain('key', 's3cret', platform, env);
  const told = JSON.parse(readFileSync(path.join(env.PATH ?? '', 'told'), 'utf8'));
  expect(told.text).toBe(given);
  expect(told.args.join(' ')).not.toContain('s3cret');
  expect(platform === 'win32' ? told.name : told.args.at(-1)).toBe('key');
});

it('says when a secret could not be written, and nothing of it', async () => {
  const env = install('secret-tool', 'console.error("s3cret"); process.exit(1);');
  const refused = await writeKeychain('key', 's3cret', 'linux', env).catch((error: Error) => error.message);
  expect(refused).toBe(
    '"key" could not be put into the Secret Service (service \'sallyport\'); unlock it, or keep it in a file',
  );
  await expect(writeKeychain('a b', 'x', 'linux', env)).rejects.toThrow('cannot be put');
});

it.each([
  ['linux', 'secret-tool', 'process.exit(1);', true],
  ['linux', 'secret-tool', "console.error('Cannot autolaunch D-Bus'); process.exit(1);", false],
  ['linux', 'nothing', '', false],
  ['win32', 'nothing', '', true],
] as const)('knows whether one answers on %s: %s %s', async (platform, program, script, answers) => {
  expect(await keychainAnswers(platform, install(program, script))).toBe(answers);
});

it.each([
  ['linux', 'two words', true],
  ['linux', 'two\nlines', false],
  ['darwin', 'eyJh.b-_+/=', true],
  ['darwin', 'two words', false],
  ['win32', 'ü', false],
  ['win32', '"quoted"', true],
] as const)('knows what one on %s holds whole: %j', async (platform, value, holds) => {
  expect(keychainHolds(value, platform)).toBe(holds);
  if (!holds) await expect(writeKeychain('a', value, platform, {})).rejects.toThrow(/cannot be put/);
});
