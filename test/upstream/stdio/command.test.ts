import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { launchFor, type Program, spawnProblem } from '../../../src/upstream/stdio/command.ts';

const env = { PATH: 'C:\\tools;C:\\node', PATHEXT: '.COM;.EXE;.BAT;.CMD', COMSPEC: 'C:\\Windows\\cmd.exe' };
const files =
  (...paths: string[]) =>
  (path: string) =>
    paths.some((each) => each.toLowerCase() === path.toLowerCase());

const program = (command: string, args: readonly string[]): Program => ({ command, args, env, cwd: undefined });

describe('launchFor', () => {
  test('elsewhere than on Windows nothing is touched', () => {
    expect(launchFor(program('npx', ['-y', '$(x)']), 'linux')).toEqual({
      file: 'npx',
      args: ['-y', '$(x)'],
      verbatim: false,
    });
  });

  test('a program is started directly, found by its endings', () => {
    expect(launchFor(program('uvx', ['a b']), 'win32', files('C:\\tools\\uvx.exe'))).toEqual({
      file: 'C:\\tools\\uvx.EXE',
      args: ['a b'],
      verbatim: false,
    });
  });

  test('npx is a batch file and goes through cmd.exe, without a shell that reads its arguments', () => {
    const launch = launchFor(
      program('npx', ['-y', 'pkg', 'a & calc', '%PATH%', 'say "hi"', 'dir\\']),
      'win32',
      files('C:\\node\\npx.cmd'),
    );
    expect(launch.file).toBe('C:\\Windows\\cmd.exe');
    expect(launch.verbatim).toBe(true);
    expect(launch.args.slice(0, 3)).toEqual(['/d', '/s', '/c']);
    const line = launch.args[3] as string;
    // Read once by cmd, then again inside the batch file: after both, each argument is one quoted word.
    const once = (text: string): string => text.replace(/\^(.)/g, '$1');
    const whole = line.slice(1, -1);
    const batch = once(whole);
    expect(once(batch)).toContain('"a & calc"');
    expect(once(batch)).toContain('"%PATH%"');
    expect(once(batch)).toContain('"say \\"hi\\""');
    expect(once(batch)).toContain('"dir\\\\"');
    // No character that cmd obeys stands bare in either reading.
    for (const text of [whole.replace(/\^./g, ''), batch.slice(batch.indexOf('npx')).replace(/\^./g, '')]) {
      expect(text).not.toMatch(/["&|<>%!]/);
    }
  });

  test('a line break cannot be handed to a batch file, and that is said', () => {
    expect(() => launchFor(program('npx', ['a\nb']), 'win32', files('C:\\node\\npx.cmd'))).toThrow(/line break/);
  });

  test('what is not found is left to fail by its name', () => {
    expect(launchFor(program('nope', []), 'win32', () => false).file).toBe('nope');
  });
});

describe('spawnProblem', () => {
  test.each<[string, Pick<Program, 'args' | 'env'>]>([
    ['args', { args: ['hush\0hush'], env: {} }],
    ['env', { args: [], env: { KEY: 'hush\0hush' } }],
  ])('does not quote what Node refuses in %s: it may be a secret', (_where, { args, env }) => {
    let why = '';
    try {
      spawn(process.execPath, args, { env });
    } catch (error) {
      why = spawnProblem({ command: 'node', cwd: undefined, env }, error as NodeJS.ErrnoException);
    }
    expect(why).toContain('a NUL character');
    expect(why).not.toContain('hush');
  });

  const enoent = Object.assign(new Error('spawn x ENOENT'), { code: 'ENOENT' });

  test.each([
    ['nope', undefined, enoent, /command not found: nope .* PATH; install it/],
    [
      'npx -y some-server --token hunter2',
      undefined,
      enoent,
      /^command not found: .* only npx .* into `args`(?!.*hunter2)/,
    ],
    [`${process.execPath} server.mjs`, undefined, enoent, /^command not found: .* only \S+ .* into `args`/],
    [
      '/no such/folder with/server',
      undefined,
      enoent,
      /^command not found: \/no such\/folder with\/server does not exist$/,
    ],
    ['/no/such/program', undefined, enoent, /\/no\/such\/program does not exist/],
    ['node', '/no/such/folder', enoent, /folder does not exist: \/no\/such\/folder/],
    ['x', undefined, Object.assign(new Error('spawn x EACCES'), { code: 'EACCES' }), /not allowed to run x/],
    ['x', undefined, Object.assign(new Error('spawn x EMFILE'), { code: 'EMFILE' }), /EMFILE/],
  ])('%s in %s', (command, cwd, error, expected) => {
    expect(spawnProblem({ command, cwd, env: { PATH: '/bin' } }, error)).toMatch(expected);
  });
});
