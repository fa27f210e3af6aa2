import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { surveyClients } from '../../../src/discover/client-survey.ts';
import { globalFiles } from '../../../src/discover/places.ts';
import { configIn, folderMarks, seeClients } from '../../../src/discover/sources/clients.ts';
import { clientOf, makeMachine, PLATFORMS, put } from '../home.ts';

describe.each(PLATFORMS)('client configurations on %s', (platform) => {
  const write = (machine: ReturnType<typeof makeMachine>, id: string, content: string): void => {
    const [first] = globalFiles(clientOf(id), machine);
    put(first?.file ?? '', content);
  };

  it('say what they start, which of it is Sallyport, and with which configuration', async () => {
    const machine = makeMachine(platform);
    const config = platform === 'win32' ? 'C:\\\\gate\\\\s.yaml' : '/gate/s.yaml';
    write(
      machine,
      'cursor',
      `{ "mcpServers": { "mail": { "command": "npx", "args": ["mail"] },
        "off": { "command": "off", "disabled": true }, "broken": 7,
        "web": { "url": "http://localhost:4000/mcp" },
        "gate": { "command": "sallyport", "args": ["serve", "--config", "${config}"] } } }`,
    );
    write(machine, 'goose', 'extensions:\n  developer: { type: builtin }\n');
    const { seen, configs, troubles, notes } = seeClients(await surveyClients({ machine }), { machine });
    expect(seen.map(({ name, kind, way, at, by }) => [name, kind, way, at.line, by])).toEqual([
      ['mail', 'server', 'past', 1, 'Cursor'],
      ['off', 'server', 'unsure', 2, 'Cursor'],
      ['web', 'server', 'past', 3, 'Cursor'],
      ['gate', 'sallyport', 'behind', 4, 'Cursor'],
    ]);
    expect(seen[2]?.marks).toEqual(['port 4000']);
    expect(configs).toEqual([config.replaceAll('\\\\', '\\')]);
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toContain('broken: it is not an object');
    expect(notes[0]).toContain('developer: it is a part of Goose');
  });
});

it('mark the folders of the script that is started', async () => {
  const machine = makeMachine('linux');
  put(
    machine.mount('/work/app/.mcp.json'),
    '{ "mcpServers": { "a": { "command": "node", "args": ["dist/a.js"] }, "b": { "command": "b" } } }',
  );
  const { seen } = seeClients(await surveyClients({ machine, projects: ['/work/app'] }), { machine });
  expect(seen.map(({ marks }) => marks)).toEqual([['folder /work/app/dist', 'folder /work/app', 'folder /work'], []]);
  expect(folderMarks('C:\\a\\b.js', { platform: 'win32' })).toEqual(['folder C:\\a']);
});

it.each([
  [['serve', '--config', '/a/b.yaml'], undefined, '/a/b.yaml'],
  [['serve', '--config=/a/b.yaml'], undefined, '/a/b.yaml'],
  [['serve', '--config', 'b.yaml'], '/a', '/a/b.yaml'],
  [['serve', '--config', 'b.yaml'], undefined, undefined],
  [['serve'], '/a', '/a/servers.config.yaml'],
  [['serve'], undefined, undefined],
])('the configuration in %j from %s is %s', (args, cwd, want) => {
  expect(configIn(args, makeMachine('linux'), cwd)).toBe(want);
  expect(path.isAbsolute(want ?? '/')).toBe(true);
});
