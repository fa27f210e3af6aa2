import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/error.ts';
import { parseConfig } from '../../src/config/load.ts';
import { complaintText } from '../../src/model/complaint.ts';

const read = (value: unknown, file = '/w/mcp.json') => parseConfig(file, JSON.stringify(value, null, 2));

describe('a client file', () => {
  it('of Claude Desktop is taken as it is', () => {
    const { config, foreign, warnings } = read({
      mcpServers: {
        filesystem: { command: 'npx', args: ['-y', 'server-filesystem', '/tmp'], env: { LEVEL: 3 } },
        off: { command: 'x', disabled: true },
      },
    });
    expect(foreign).toBe(true);
    expect(warnings).toEqual([]);
    expect(config.servers.filesystem).toMatchObject({
      command: 'npx',
      args: ['-y', 'server-filesystem', '/tmp'],
      env: { LEVEL: '3' },
    });
    expect(config.servers.off?.disabled).toBe(true);
    expect(config.policy.packs).toEqual(['recommended']);
  });

  it.each([
    [
      { type: 'stdio', command: 'x' },
      { command: 'x', transport: 'stdio' },
    ],
    [
      { type: 'http', url: 'http://h/mcp' },
      { url: 'http://h/mcp', transport: 'http' },
    ],
    [
      { type: 'streamable-http', url: 'http://h/mcp', headers: { a: 'b' } },
      { transport: 'http', headers: { a: 'b' } },
    ],
    [{ type: 'sse', url: 'http://h/sse' }, { transport: 'sse' }],
    [{ httpUrl: 'http://h/mcp' }, { url: 'http://h/mcp' }],
    [{ url: 'https://h/mcp' }, { auth: { oauth: { grant: 'authorization_code' } } }],
    [{ url: 'https://h/mcp', headers: { authorization: 'Bearer x' } }, { headers: { authorization: 'Bearer x' } }],
    [{ serverUrl: 'http://h/mcp' }, { url: 'http://h/mcp' }],
    [
      { command: 'x', cwd: '/d', description: 'about' },
      { cwd: '/d', description: 'about' },
    ],
    [{ command: 'x', enabled: false }, { disabled: true }],
    [
      { command: 'x', args: null, env: null },
      { args: [], env: {} },
    ],
  ])('entry %j', (entry, expected) => {
    expect(read({ mcpServers: { a: entry } }).config.servers.a).toMatchObject(expected);
  });

  it('of VS Code is known by its inputs or types, with comments', () => {
    const text =
      '{\n// ours\n"inputs": [], "servers": { "a": { "type": "stdio", "command": "x", "args": ["${workspaceFolder}"], }, } }';
    const { config, foreign } = parseConfig('/w/.vscode/mcp.json', text);
    expect(foreign).toBe(true);
    expect(config.servers.a).toMatchObject({ command: 'x', args: ['${workspace}'] });
  });

  it('is not what our own file is', () => {
    expect(read({ servers: { a: { command: 'x' } } }).foreign).toBe(false);
    expect(() => read({ servers: { a: { command: 'x', type: 'stdio' } }, policy: {} })).toThrow(/no key "type"/);
  });

  it('has its references translated', () => {
    const { config } = read({
      mcpServers: {
        a: {
          command: '${userHome}/x',
          args: ['${TOKEN}', '${URL:-http://d}', '${env:B}'],
          env: { K: '${workspaceRoot}' },
        },
      },
    });
    expect(config.servers.a).toMatchObject({
      command: '${home}/x',
      args: ['${env:TOKEN}', '${env:URL:-http://d}', '${env:B}'],
      env: { K: '${workspace}' },
    });
  });

  it('gets names we accept, as near as can be, and each its own', () => {
    const { config, warnings } = read({
      mcpServers: {
        'My Server!': { command: 'a' },
        'My  Server': { command: 'b' },
        'github.com/x/y': { command: 'c' },
        __: { command: 'd' },
        Zürich: { command: 'e' },
        'git-Größe': { command: 'g' },
        'git Grosse': { command: 'h' },
        'a b': { command: 'i' },
        'a-b': { command: 'j' },
        ['long'.repeat(30)]: { command: 'f' },
      },
    });
    expect(Object.keys(config.servers)).toEqual([
      'My-Server',
      'My-Server-2',
      'github-com-x-y',
      'server',
      'Zurich',
      'git-Grosse',
      'git-Grosse-2',
      'a-b-2',
      'a-b',
      'long'.repeat(9),
    ]);
    const said = warnings.map((one) => one.what);
    expect(said).toContain('server "My Server!" is called "My-Server" here');
    expect(said).toContain('server "git Grosse" is called "git-Grosse-2" here');
    expect(config.servers['a-b']?.command).toBe('j');
  });

  it('has Sallyport itself left out', () => {
    const { config, warnings } = read({
      mcpServers: {
        Sallyport: { command: 'node', args: ['dist/cli/main.js', 'serve'] },
        gate: { command: 'npx', args: ['-y', 'sallyport@0.1.0', 'serve'] },
        other: { command: 'C:\\bin\\sallyport.cmd', args: ['serve'] },
        kept: { command: 'node', args: ['sallyport-notes.js', '/home/sallyport/x'] },
      },
    });
    expect(Object.keys(config.servers)).toEqual(['kept']);
    expect(warnings).toHaveLength(3);
  });

  it('has keys warned of that would say something to us, with their place; what else is its client’s', () => {
    const { warnings } = read({
      mcpServers: { a: { command: 'x', alwaysAllow: ['y'] } },
      policy: {},
      globalShortcut: 'x',
    });
    expect(warnings.map(complaintText)).toEqual([
      expect.stringMatching(/^\/w\/mcp\.json:5:7: mcpServers\.a\.alwaysAllow: .*has no effect here/),
      expect.stringMatching(/^\/w\/mcp\.json:10:3: policy: "policy" is not read/),
    ]);
  });

  it('is refused at the place in its own words', () => {
    const refusal = (entry: unknown): string => {
      try {
        read({ mcpServers: { 'My Server': entry } });
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        return (error as Error).message;
      }
      throw new Error('was accepted');
    };
    expect(refusal({ command: 5 })).toMatch(
      /^\/w\/mcp\.json:4:18: .*must be a string, and is 5\n {2}4 \| {7}"command": 5/,
    );
    expect(refusal({})).toMatch(/:3:18: mcpServers\.My Server: needs a `command`/);
    expect(refusal('x')).toMatch(/must be an object/);
  });
});
