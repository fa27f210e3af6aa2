import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, readSource } from '../source.ts';
import { makeHome } from './adopt-home.ts';
import { fileHold, fillRecord, mailHold, makeState, runCli, scratch } from './stage.ts';
import { typeAt } from './terminal.ts';

const SRC = path.join(import.meta.dirname, '..', '..', 'src');

/** The files that are loaded with one before any of its code runs, and the packages that they import. */
function loadedWith(entry: string, found = new Set<string>()): Set<string> {
  found.add(entry);
  // What a command imports when it runs does not count.
  const statements = readSource(SRC, entry).replaceAll(/\bimport\(/g, 'later(');
  for (const { from, isType } of importsOf(statements)) {
    const file = from.startsWith('.') ? path.posix.join(path.posix.dirname(entry), from) : from;
    if (isType || found.has(file)) continue;
    if (from.startsWith('.')) loadedWith(file, found);
    else found.add(file);
  }
  return found;
}

describe('the command', () => {
  it('loads what a command needs when that command runs: every start would pay for all', () => {
    const packages = [...loadedWith('cli/main.ts')].filter((file) => !/^node:|\.ts$/.test(file));
    expect(packages.sort()).toEqual(['commander', 'picocolors']);
  });

  it('shows what others wrote in an error and does not let a terminal obey it', async () => {
    const { code, err } = await runCli(['check', '--config', 'no\u001b[2Jfile.yaml']);
    expect([code, err]).toEqual([1, expect.stringContaining('no\\u{1b}[2Jfile.yaml')]);
  });

  it('tells a client that gave no command what to write', async () => {
    const { code, out, err } = await runCli([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/sallyport serve --config FILE/);
  });

  it.each([
    [['--version'], /^\d+\.\d+\.\d+/],
    [['--help'], /Decide:[\s\S]*approve/],
    [['help', 'log'], /--follow/],
    [['help', 'token', 'add'], /--expires/],
    [['help'], /Decide:[\s\S]*approve/],
    [['approve', '--help'], /sallyport approve 7k2m9qxe/],
  ])('%j prints to stdout and exits with 0', async (args, printed) => {
    const { code, out, err } = await runCli(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(printed);
  });

  it.each([
    [['aprove', 'x'], /unknown command 'aprove'\n\(Did you mean approve\?\)/],
    [['help', 'aprove'], /^error: unknown command 'aprove'\n\(Did you mean approve\?\)\n\(sallyport --help lists/],
    [['help', 'nonsense'], /^error: unknown command 'nonsense'\n\(sallyport --help lists/],
    [['help', 'token', 'ad'], /^error: unknown command 'ad'\n\(Did you mean add\?\)\n\(sallyport token --help/],
    [['help', 'log', 'x'], /^error: unknown command 'x': log has none within it\n\(sallyport log --help/],
    [['help', '--', '--version'], /^error: unknown command '--version'\n\(sallyport --help lists/],
    [['help', 'token', '--', '-h'], /^error: unknown command '-h'\n\(sallyport token --help/],
    [['token', 'help'], /^error: unknown command 'help'/],
    [['log', '--sesion', 'x'], /unknown option '--sesion'\n\(Did you mean --session\?\)/],
    [['approve'], /missing required argument 'id'/],
    [['serve', '--port', '99999'], /number from 0 to 65535/],
    [['serve', '--names', 'odd'], /prefixed, plain/],
    [['log', '--since', 'noon'], /30m, 2h, 7d/],
  ])('%j is used wrongly: exit code 2, and what to write', async (args, complaint) => {
    const { code, out, err } = await runCli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
  });

  it.each([
    [['login', 'mial']],
    [['logout', 'mial']],
    [['trust', 'mial']],
    [['scan', '--server', 'mial']],
    [['diff', 'mial']],
    [['accept', 'mial', '--yes']],
    [['doctor', '--server', 'mial', '--no-start']],
  ])('%j is about a server that is not there: exit code 2, and which there are', async (args) => {
    const dir = scratch();
    const config = path.join(dir, 'servers.config.yaml');
    writeFileSync(config, 'servers:\n  mail: { command: /bin/no-such-program }\n');
    const { code, out, err } = await runCli([...args, '--config', config], { SALLYPORT_STATE: makeState().root }, dir);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^sallyport: there is no server (?:or inspector )?mial \(did you mean "mail"\?\); there are: mail\b/m,
    );
  });

  it.each([
    [['show', 'nope'], /no call has the id nope/],
    [['check', '--config', 'none.yaml'], /none\.yaml/],
    [['serve', '--config', 'none.yaml'], /none\.yaml/],
  ])('%j fails: exit code 1, and why', async (args, complaint) => {
    const { code, err } = await runCli(args, { SALLYPORT_STATE: makeState().root }, scratch());
    expect(code).toBe(1);
    expect(err).toMatch(/^sallyport: /);
    expect(err).toMatch(complaint);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it('has no colours in a pipe, and survives a reader that goes away', async () => {
    const state = makeState();
    await fillRecord(state);
    const { out } = await runCli(['log', '--all', '--state', state.root], { FORCE_COLOR: undefined });
    expect(out).toMatch(/call0000/);
    expect(out).not.toContain('\x1b');
    const args = [path.resolve('dist/cli/main.js'), 'log', '--all', '--state', state.root];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('opens no debugger on the signal at which Node would, while it waits', async () => {
    const state = makeState();
    await fillRecord(state);
    const args = [path.resolve('dist/cli/main.js'), 'log', '--all', '--follow', '--state', state.root];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGUSR1');
    const err = await new Promise<string>((resolve) => child.stderr.once('data', (chunk) => resolve(String(chunk))));
    child.kill('SIGKILL');
    expect(err).toBe('sallyport: SIGUSR1 is ignored: no debugger is opened\n');
  });

  it('approves nothing for a process that has no terminal, or that Sallyport started', async () => {
    const state = makeState();
    const hold = await fileHold(state, mailHold());
    const nobody = await runCli(['approve', hold.id, '--state', state.root]);
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('no terminal') });
    const downstream = await runCli(['approve', hold.id, '--state', state.root], { SALLYPORT_DOWNSTREAM: '1' });
    expect(downstream).toMatchObject({ code: 1, err: expect.stringContaining('SALLYPORT_DOWNSTREAM') });
    const { out } = await runCli(['pending', '--json', '--state', state.root]);
    expect(JSON.parse(out)).toMatchObject({ id: hold.id, call: hold.call, ended: false });
    expect(existsSync(path.join(state.approvals, `${hold.id}.verdict`))).toBe(false);
  });
});

// Elsewhere `script` takes other options.
describe.skipIf(process.platform !== 'linux')('Ctrl-C at a question', () => {
  const QUESTION = /yes or no/;

  it('ends with 130, and leaves all as it was', async () => {
    const dir = scratch();
    const config = path.join(dir, 'servers.config.yaml');
    writeFileSync(config, 'servers: {}\n');
    const args = ['trust', '--config', config, '--state', path.join(dir, 'state')];
    const typed = await typeAt(args, QUESTION, '\x03', { HOME: dir });
    expect(typed).toMatchObject({ code: 130, isRestored: true, shown: expect.stringContaining('stays as it is') });
  });

  it('erases nothing', async () => {
    const state = makeState();
    await fillRecord(state);
    const before = folderOf(state.journal);
    const args = ['erase', 'call0000', 'call0001', '--state', state.root];
    const typed = await typeAt(args, QUESTION, '\x03', { HOME: scratch() });
    expect(typed).toMatchObject({ code: 130, isRestored: true, shown: expect.stringContaining('Nothing was erased') });
    expect(folderOf(state.journal)).toEqual(before);
  });

  it('adopts nothing where clients are to be chosen, and puts nothing back', async () => {
    const { home, files, state } = makeHome();
    const read = () => Object.values(files).map((file) => readFileSync(file, 'utf8'));
    const env = { HOME: home, SALLYPORT_STATE: state.root, SALLYPORT_KEYCHAIN: 'off' };
    const first = read();
    const chosen = await typeAt(['adopt', '--secrets', 'file'], /Whose servers[\s\S]*Cursor/, '\x03', env);
    expect(chosen).toMatchObject({
      code: 130,
      isRestored: true,
      shown: expect.stringContaining('Nothing was written'),
    });
    expect(read()).toEqual(first);
    const left = await typeAt(['adopt', '--secrets', 'file'], /Whose servers[\s\S]*Cursor/, '\x1b', env);
    expect(left).toMatchObject({ code: 1, isRestored: true, shown: expect.stringContaining('Nothing was written') });
    await runCli(['adopt', '--yes', '--secrets', 'file'], env);
    const adopted = read();
    expect(adopted).not.toEqual(first);
    const back = await typeAt(['restore'], QUESTION, '\x03', env);
    expect(back).toMatchObject({ code: 130, isRestored: true, shown: expect.stringContaining('Nothing was written') });
    expect(read()).toEqual(adopted);
  });
});

/** What stands in every file of a folder. */
const folderOf = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(path.join(dir, name), 'latin1')]));
