import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseName, programOf, wordsOf } from '../../src/discover/program.ts';

const of = (line: string): string | undefined => {
  const program = programOf(wordsOf(line));
  return program === undefined ? undefined : [program.kind, program.name, ...program.args].join(' ');
};

describe('the program of a command line', () => {
  it.each([
    ['npx -y @scope/mail@1.2.3 --all', 'package @scope/mail --all'],
    ['C:\\Program\\npx.cmd -y mail', 'package mail'],
    ['npx --package=x mail', 'package mail'],
    ['npx -y -p @scope/mail mail-bin --all', 'package @scope/mail --all'],
    ['npm exec mail -- --all', 'package mail -- --all'],
    ['npm install mail', 'binary npm install mail'],
    ['pnpm dlx mail', 'package mail'],
    ['bunx mail', 'package mail'],
    ['bun run src/main.ts', 'script src/main.ts'],
    ['uvx --from git+https://host.example/a/serena.git@main serena start', 'package serena start'],
    ['uvx mcp-server-git==2.1', 'package mcp-server-git'],
    ['uvx mcp-server-fetch[http]', 'package mcp-server-fetch'],
    ['uv tool run mail', 'package mail'],
    ['uv --version', 'binary uv --version'],
    ['uv run --directory /x --with mcp python -m mail.server', 'module mail.server'],
    ['uv run mail-mcp --stdio', 'binary mail-mcp --stdio'],
    ['pipx run mail', 'package mail'],
    ['node --import tsx --inspect /x/server.js --all', 'script /x/server.js --all'],
    ['/usr/bin/node /x/node_modules/@scope/mail/dist/index.js a', 'package @scope/mail a'],
    ['node /x/node_modules/.bin/mail a', 'binary mail a'],
    ['node -e 1', undefined],
    ['python3.12 -u server.py a', 'script server.py a'],
    ['python -m mcp_server_git --repository /x', 'module mcp_server_git --repository /x'],
    ['python -c pass', undefined],
    ['docker run -i --rm -e TOKEN -v /a:/b mcp/git:latest --all', 'image mcp/git --all'],
    ['podman run ghcr.io:443/a/b@sha256:00', 'image ghcr.io:443/a/b'],
    ['docker ps', 'binary docker ps'],
    ['env -i A=1 npx mail', 'package mail'],
    ['cmd /c npx -y mail', 'package mail'],
    ["sh -c 'exec npx -y mail'", 'package mail'],
    ["sh -c 'cd /x && npx mail'", undefined],
    ['bash run.sh a', 'script run.sh a'],
    ['/opt/mail-mcp a', 'binary mail-mcp a'],
    ['', undefined],
  ])('%s → %s', (line, want) => {
    expect(of(line)).toBe(want);
  });

  it('comes out of any words, in an end of steps', () => {
    const word = fc.oneof(
      fc.constantFrom('npx', 'sh', '-c', 'env', 'cmd', '/c', 'uv', 'run', 'docker', '--', '-p'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const program = programOf(words);
        expect(program === undefined || typeof program.name === 'string').toBe(true);
      }),
    );
  });
});

it.each([
  ['a "b c" d', ['a', 'b c', 'd']],
  ['A=\'b c\' --x="d e"f', ['A=b c', '--x=d ef']],
  ['"C:\\a b\\c.exe" --x', ['C:\\a b\\c.exe', '--x']],
  ['"a \\"b\\" c"', ['a "b" c']],
  ['  ', []],
])('the words of %s', (line, want) => {
  expect(wordsOf(line)).toEqual(want);
});

it('knows a program by its last step', () => {
  expect([baseName('/a/b'), baseName('C:\\a\\b.EXE'), baseName('b')]).toEqual(['b', 'b', 'b']);
});

it.each(['[', '@', '"', '\\"', ':', 'a '])('a megabyte of %j is taken apart in its time', (piece) => {
  const text = piece.repeat(1_000_000 / piece.length);
  expect(wordsOf(text).length).toBeLessThan(10_000);
  expect(programOf(['uvx', text])?.kind).toBe('package');
  expect(programOf(['docker', 'run', text])?.kind).toBe('image');
});
