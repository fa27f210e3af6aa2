import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entriesOf, surveyClients, troubleText } from '../../src/discover/client-survey.ts';
import { globalFiles } from '../../src/discover/places.ts';
import { clientOf, makeMachine, PLATFORMS, put } from './home.ts';

const fileOf = (id: string, machine: ReturnType<typeof makeMachine>): string => {
  const [first] = globalFiles(clientOf(id), machine);
  if (first === undefined) throw new Error(`no file of ${id}`);
  return first.file;
};

describe.each(PLATFORMS)('a survey of a home on %s', (platform) => {
  it('finds the servers of every client, where they stand, with what they hold and what they are', async () => {
    const machine = makeMachine(platform);
    put(
      fileOf('claude-desktop', machine),
      '{\n  "mcpServers": {\n    "mail": { "command": "npx", "args": ["-y", "mail"] },\n    "git": { "command": "git-mcp", "env": { "TOKEN": "q7Rk2VbT9xLmZ4" } }\n  }\n}\n',
    );
    put(fileOf('vscode', machine), '{ "servers": { "crm": { "url": "https://crm.example/mcp" } } }');
    put(fileOf('codex', machine), '[mcp_servers.sallyport]\ncommand = "sallyport"\nargs = ["serve"]\n');
    put(
      fileOf('goose', machine),
      'extensions:\n  developer: { type: builtin }\n  mail: { type: stdio, cmd: npx, args: [-y, mail] }\n',
    );
    put(fileOf('continue', machine), 'mcpServers:\n  - name: web\n    command: web-mcp\n');
    const { servers, troubles, files } = await surveyClients({ machine });
    expect(troubles).toEqual([]);
    expect(files).toHaveLength(5);
    expect(
      servers.map(({ slot, name, isUs, place, credentials }) => [
        slot.client.id,
        name,
        isUs,
        place.line,
        credentials.length,
      ]),
    ).toEqual([
      ['claude-desktop', 'mail', false, 3, 0],
      ['claude-desktop', 'git', false, 4, 1],
      ['vscode', 'crm', false, 1, 0],
      ['codex', 'sallyport', true, 1, 0],
      ['goose', 'developer', false, 2, 0],
      ['goose', 'mail', false, 3, 0],
      ['continue', 'web', false, 2, 0],
    ]);
    expect(JSON.stringify(servers.map(({ place, credentials }) => ({ place, credentials })))).not.toContain('q7Rk2');
  });

  it('goes on behind what it cannot read', async () => {
    const machine = makeMachine(platform);
    put(fileOf('cursor', machine), '{ "mcpServers": [');
    put(fileOf('gemini-cli', machine), '{ "mcpServers": ["a"] }');
    mkdirSync(fileOf('windsurf', machine), { recursive: true });
    put(fileOf('kiro', machine), '{ "mcpServers": { "a": { "command": "a" }, "b": 7 } }');
    const { servers, troubles } = await surveyClients({ machine });
    expect(troubles.map(({ clients }) => clients.map(({ id }) => id))).toEqual([
      ['cursor'],
      ['gemini-cli'],
      ['windsurf'],
    ]);
    expect(troubles.map(troubleText)).toEqual([
      expect.stringContaining(': Cursor: '),
      expect.stringMatching(/:1:3: Gemini CLI: mcpServers is not an object of servers\n {2}1 \| mcpServers/),
      expect.stringMatching(/^Windsurf: .*is not a regular file/),
    ]);
    expect(servers.map(({ name, entry }) => [name, entry.trouble])).toEqual([
      ['a', undefined],
      ['b', 'it is not an object'],
    ]);
  });
});

describe('a survey', () => {
  it('of an empty home, and of none at all, finds nothing', async () => {
    expect(await surveyClients({ machine: makeMachine('linux') })).toEqual({ files: [], servers: [], troubles: [] });
  });

  it('reads the projects that it is told of, and each file once', async () => {
    const machine = makeMachine('linux');
    put(machine.mount('/work/app/.mcp.json'), '{ "mcpServers": { "a": { "command": "a" } } }');
    put(machine.mount('/work/app/.vscode/mcp.json'), '{ "servers": { "b": { "command": "b" } } }');
    const { servers } = await surveyClients({ machine, projects: ['/work/app'] });
    expect(servers.map(({ name, slot }) => [name, slot.project])).toEqual([
      ['a', '/work/app'],
      ['b', '/work/app'],
    ]);
  });

  it('takes what is no set of servers for a mistake, and nothing for nothing', () => {
    const slot = { client: clientOf('continue'), file: 'f', key: ['mcpServers'] };
    expect(entriesOf(slot, {})).toBe('mcpServers is not a list');
    expect(entriesOf(slot, null)).toEqual([]);
    expect(entriesOf(slot, [{ command: 'x' }])).toMatchObject([{ name: '0', key: 0 }]);
    expect(entriesOf({ ...slot, client: clientOf('cursor') }, null)).toEqual([]);
  });
});
