import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/discover/clients.ts';
import { knownProjects } from '../../src/discover/known-projects.ts';
import { resolvePlace } from '../../src/discover/places.ts';
import { makeMachine, PLATFORMS, put } from './home.ts';

describe.each(PLATFORMS)('the projects that clients know on %s', (platform) => {
  const isWindows = platform === 'win32';
  /** A folder of this system, its address, and its name as some clients spell it. */
  const folder = (name: string): string => (isWindows ? `C:\\work\\${name}` : `/work/${name}`);
  const slashed = (name: string): string => folder(name).replaceAll('\\', '/');
  const address = (name: string): string =>
    isWindows ? `file:///c%3A/work/${name.replace(' ', '%20')}` : `file:///work/${name.replace(' ', '%20')}`;

  /** What each client writes, with a project that is called like it. */
  const LISTS: readonly (readonly [id: string, place: string, text: (name: string) => string])[] = [
    ['claude-code', '<claude>/.claude.json', (name) => JSON.stringify({ projects: { [slashed(name)]: {} } })],
    ['codex', '<codex>/config.toml', (name) => `[projects.'${folder(name)}']\ntrust_level = "trusted"\n`],
    ['gemini-cli', '~/.gemini/projects.json', (name) => JSON.stringify({ projects: { [folder(name)]: 'x' } })],
    ['copilot-cli', '<copilot>/config.json', (name) => JSON.stringify({ trusted_folders: [folder(name)] })],
    ['opencode', '<data>/opencode/storage/project/a.json', (name) => JSON.stringify({ worktree: folder(name) })],
    ['vscode', '<code>/workspaceStorage/1a/workspace.json', (name) => JSON.stringify({ folder: address(name) })],
    [
      'cursor',
      '<support>/Cursor/User/workspaceStorage/1a/workspace.json',
      (n) => JSON.stringify({ folder: address(n) }),
    ],
    [
      'windsurf',
      '<support>/Windsurf/User/workspaceStorage/1a/workspace.json',
      (n) => JSON.stringify({ folder: address(n) }),
    ],
    ['kiro', '<support>/Kiro/User/workspaceStorage/1a/workspace.json', (n) => JSON.stringify({ folder: address(n) })],
    [
      'antigravity',
      '<support>/Antigravity/User/workspaceStorage/1a/workspace.json',
      (n) => JSON.stringify({ folder: address(n) }),
    ],
  ];

  it.each(LISTS)('are those in the list of %s', async (id, place, text) => {
    const machine = makeMachine(platform);
    put(machine.mount(resolvePlace(place, machine)[0] ?? ''), text(`of ${id}`));
    mkdirSync(machine.mount(folder(`of ${id}`)), { recursive: true });
    expect(await knownProjects(machine)).toEqual({ folders: [folder(`of ${id}`)], notes: [] });
  });

  it('are looked for with every client that notes them', () => {
    expect(LISTS.map(([id]) => id).sort()).toEqual(
      CLIENTS.filter(({ projectLists }) => projectLists !== undefined)
        .map(({ id }) => id)
        .sort(),
    );
  });
});

describe('the projects that clients know', () => {
  it('are named once, and those that are gone, elsewhere or nowhere not at all', async () => {
    const machine = makeMachine('linux');
    put(
      machine.mount('/home/ann/.claude.json'),
      JSON.stringify({ projects: { '/work/a/': {}, '/work/gone': {}, here: {}, '/': {} } }),
    );
    put(machine.mount('/home/ann/.gemini/projects.json'), JSON.stringify({ projects: { '/work/a': 'a' } }));
    const storage = '/home/ann/.config/Code/User/workspaceStorage';
    put(machine.mount(`${storage}/1/workspace.json`), '{ "folder": "vscode-remote://ssh-remote+x/work/a" }');
    put(machine.mount(`${storage}/2/workspace.json`), '{ "workspace": "file:///x.code-workspace" }');
    put(machine.mount(`${storage}/3/workspace.json`), '{ "folder": "file:///%E0%A4%A" }');
    mkdirSync(machine.mount('/work/a'), { recursive: true });
    expect(await knownProjects(machine)).toEqual({ folders: ['/work/a'], notes: [] });
  });

  it('on Windows are one, however their letters are written', async () => {
    const machine = makeMachine('win32');
    put(machine.mount('C:\\Users\\ann\\.claude.json'), '{ "projects": { "C:/Work/A": {}, "c:\\\\work\\\\a": {} } }');
    mkdirSync(machine.mount('C:\\work\\a'), { recursive: true });
    expect((await knownProjects(machine)).folders).toEqual(['C:\\work\\a']);
  });

  it('are noted as unknown where a list of them cannot be read', async () => {
    const machine = makeMachine('linux');
    const file = put(machine.mount('/home/ann/.copilot/config.json'), '{ "trusted_folders": [');
    const { folders, notes } = await knownProjects(machine);
    expect(folders).toEqual([]);
    expect(notes).toEqual([
      expect.stringContaining(`GitHub Copilot CLI notes its projects in ${file}, which cannot be read: `),
    ]);
    // Of a file that holds servers too the reading of the servers complains.
    put(machine.mount('/home/ann/.claude.json'), '{');
    expect((await knownProjects(machine)).notes.join()).not.toContain('Claude Code');
    expect(path.isAbsolute(file)).toBe(true);
  });
});
