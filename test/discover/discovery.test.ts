import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiscoveryOptions, discover } from '../../src/discover/discovery.ts';
import { SOURCES } from '../../src/discover/find.ts';
import { globalFiles } from '../../src/discover/places.ts';
import { wordsOf } from '../../src/discover/program.ts';
import { clientOf, makeMachine, put, scratch } from './home.ts';

const machine = makeMachine('linux');
const base: DiscoveryOptions = {
  machine,
  sources: SOURCES,
  projects: [],
  configs: [],
  programs: [],
  self: 1,
  seeSecrets: () => [],
  processes: () => [],
  engines: () => [],
  listeners: () => [],
};
const run = (pid: number, parent: number, line: string) => ({ pid, parent, words: wordsOf(line), isPiped: true });

describe('a discovery', () => {
  it('puts together what was seen of a server in every source, and how it stands', async () => {
    const folder = scratch();
    // Paths of this disk, as its processes name them.
    const machine = { platform: 'linux', home: path.join(folder, 'home'), env: {} } as const;
    const config = put(
      path.join(folder, 'gate', 'servers.config.yaml'),
      'servers:\n  mail: { command: npx, args: [-y, mail-mcp, --token, "${env:T}"] }\nhttp: { port: 7611 }\n',
    );
    const [cursor] = globalFiles(clientOf('cursor'), machine);
    const script = path.join(folder, 'weather', 'dist', 'main.js');
    put(
      cursor?.file ?? '',
      JSON.stringify({
        mcpServers: {
          post: { command: 'npx', args: ['mail-mcp@2', '--token', 'q7Rk2VbT9xLmZ4aaQQ'] },
          weather: { command: 'node', args: [script] },
          web: { url: 'http://localhost:4000/mcp' },
          gate: { command: 'sallyport', args: ['serve', '--config', config] },
          team: { url: 'http://127.0.0.1:7611/mcp' },
        },
      }),
    );
    put(path.join(folder, 'weather', 'package.json'), '{\n "name": "w",\n "dependencies": { "fastmcp": "1" }\n}');
    put(path.join(folder, 'weather', 'src', 'main.ts'), "import { FastMCP } from 'fastmcp';\nnew FastMCP({});\n");
    put(path.join(folder, 'compose.yaml'), 'services:\n  web: { image: mcp/web, ports: ["4000:80"] }\n');
    put(path.join(folder, 'nested', '.vscode', 'mcp.json'), '{ "servers": { "near": { "command": "near" } } }');
    const found = await discover({
      ...base,
      machine,
      folder,
      processes: () => [
        run(2, 1, 'cursor'),
        run(3, 2, 'npm exec mail-mcp --token q7Rk2VbT9xLmZ4aaQQ'),
        run(4, 2, `node ${script}`),
      ],
      listeners: () => [
        { port: 4000, host: '127.0.0.1', pid: 9 },
        { port: 4001, host: '127.0.0.1', pid: 3 },
      ],
    });
    expect(found.troubles).toEqual([]);
    const brief = found.finds.map(({ name, kind, standing, seen }) => [
      name,
      kind,
      standing,
      [...new Set(seen.map(({ source }) => source))].sort().join(' '),
    ]);
    expect(brief.sort()).toEqual([
      ['gate', 'sallyport', 'behind', 'clients'],
      ['mail', 'server', 'bypassing', 'clients ports processes sallyport'],
      ['near', 'server', 'unknown', 'clients'],
      ['weather', 'server', 'unknown', 'clients code processes'],
      ['web', 'server', 'unknown', 'clients manifests ports'],
    ]);
    expect(JSON.stringify(found.finds)).not.toContain('q7Rk2');
  });

  it('looks only where it is told', async () => {
    const never = (): never => {
      throw new Error('was looked at');
    };
    const found = await discover({ ...base, sources: ['clients'], processes: never, listeners: never });
    expect(found.troubles).toEqual([]);
    expect([...found.sources.keys()]).toEqual(['sallyport', 'clients']);
  });

  it('hides nothing of one source behind what goes wrong in another', async () => {
    const fail = (what: string) => (): never => {
      throw new Error(what);
    };
    const [cursor] = globalFiles(clientOf('cursor'), machine);
    put(cursor?.file ?? '', '{ "mcpServers": { "mail": { "command": "mail" } } }');
    const found = await discover({
      ...base,
      processes: fail('ps failed'),
      listeners: fail('lsof failed'),
      configs: ['/nowhere/servers.config.yaml'],
      folder: '/nowhere/at/all',
    });
    expect(found.finds.map(({ name }) => name)).toEqual(['mail']);
    expect(found.troubles).toEqual([
      expect.stringContaining('/nowhere/servers.config.yaml'),
      'processes: ps failed',
      'ports: lsof failed',
      '/nowhere/at/all: there is no such folder',
    ]);
  });

  it('goes on where a probe breaks its word', async () => {
    const probe = async (): Promise<never> => {
      throw new Error('broke');
    };
    const found = await discover({ ...base, probe, listeners: () => [{ port: 9, host: '127.0.0.1' }] });
    expect(found.troubles).toEqual(['ports: broke']);
  });

  it('reads the files of projects that clients know, and says whose they are', async () => {
    const machine = makeMachine('linux');
    put(
      machine.mount('/home/ann/.claude.json'),
      '{ "projects": { "/work/app": { "mcpServers": { "inner": { "command": "inner" } } } } }',
    );
    const file = put(machine.mount('/work/app/.mcp.json'), '{ "mcpServers": { "outer": { "command": "outer" } } }');
    const found = await discover({ ...base, machine, sources: ['clients'] });
    expect(found.finds.map(({ name, seen }) => [name, seen[0]?.reason, seen[0]?.at.file])).toEqual([
      ['inner', 'configured in Claude Code for /work/app', machine.mount('/home/ann/.claude.json')],
      ['outer', 'configured in Claude Code', file],
    ]);
  });

  it('finds servers by the configuration of a Sallyport that runs', async () => {
    const config = put(path.join(scratch(), 'servers.config.yaml'), 'servers:\n  crm: { command: crm }\n');
    const serving = { ...run(2, 1, 'sallyport serve'), cwd: path.dirname(config) };
    const found = await discover({ ...base, machine: makeMachine('linux'), processes: () => [serving] });
    expect(found.finds.map(({ name, standing }) => [name, standing])).toEqual([
      ['crm', 'behind'],
      ['sallyport', 'behind'],
    ]);
  });
});
