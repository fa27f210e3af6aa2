import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/discover/client.ts';
import { globalFiles, pathOf, projectFiles, resolvePlace, sameFolder, wholeFolder } from '../../src/discover/places.ts';
import { clientOf } from './home.ts';

const LINUX: Machine = { platform: 'linux', home: '/home/ann', env: {} };
const MAC: Machine = { platform: 'darwin', home: '/Users/ann', env: {} };
const WINDOWS: Machine = { platform: 'win32', home: 'C:\\Users\\ann', env: {} };

describe('places', () => {
  it.each<[string, Machine, string[]]>([
    ['~/.cursor/mcp.json', LINUX, ['/home/ann/.cursor/mcp.json']],
    ['~/.cursor/mcp.json', WINDOWS, ['C:\\Users\\ann\\.cursor\\mcp.json']],
    ['<support>/Claude/c.json', LINUX, ['/home/ann/.config/Claude/c.json']],
    ['<support>/Claude/c.json', { ...LINUX, env: { XDG_CONFIG_HOME: '/x' } }, ['/x/Claude/c.json']],
    ['<support>/Claude/c.json', { ...LINUX, env: { XDG_CONFIG_HOME: 'x' } }, ['/home/ann/.config/Claude/c.json']],
    ['<support>/Claude/c.json', MAC, ['/Users/ann/Library/Application Support/Claude/c.json']],
    ['<support>/Claude/c.json', WINDOWS, ['C:\\Users\\ann\\AppData\\Roaming\\Claude\\c.json']],
    ['<support>/Claude/c.json', { ...WINDOWS, env: { APPDATA: 'D:\\Roam' } }, ['D:\\Roam\\Claude\\c.json']],
    ['win32:<local>/x.json', WINDOWS, ['C:\\Users\\ann\\AppData\\Local\\x.json']],
    ['win32:<local>/x.json', LINUX, []],
    ['<claude>/.claude.json', LINUX, ['/home/ann/.claude.json']],
    ['<claude>/.claude.json', { ...LINUX, env: { CLAUDE_CONFIG_DIR: '/c' } }, ['/c/.claude.json']],
    ['<codex>/config.toml', { ...MAC, env: { CODEX_HOME: '/k' } }, ['/k/config.toml']],
    ['<nowhere>/x', LINUX, []],
  ])('%s', (place, machine, files) => {
    expect(resolvePlace(place, machine)).toEqual(files);
  });

  it('are those of every build of VS Code', () => {
    expect(globalFiles(clientOf('vscode'), MAC).map(({ file }) => file)).toEqual([
      '/Users/ann/Library/Application Support/Code/User/mcp.json',
      '/Users/ann/Library/Application Support/Code - Insiders/User/mcp.json',
      '/Users/ann/Library/Application Support/VSCodium/User/mcp.json',
    ]);
  });

  it('in a project are below its folder, and lie where the disk is mounted', () => {
    const mount = (file: string): string => `/mnt/${file.replace('C:', 'c').replaceAll('\\', '/')}`;
    expect(projectFiles(clientOf('cursor'), 'C:\\work', { ...WINDOWS, mount }).map(({ file }) => file)).toEqual([
      '/mnt/c/work/.cursor/mcp.json',
    ]);
  });

  it('follow the rules of their system', () => {
    expect(pathOf(WINDOWS).sep).toBe('\\');
    expect(pathOf(LINUX).sep).toBe('/');
  });

  it.each<[string, Machine, string | undefined]>([
    ['/a/b/', LINUX, '/a/b'],
    ['/a/../b', LINUX, '/b'],
    ['/', LINUX, '/'],
    ['a', LINUX, undefined],
    ['c:/Users/ann/', WINDOWS, 'C:\\Users\\ann'],
    ['\\\\host\\share\\x', WINDOWS, '\\\\host\\share\\x'],
    ['C:\\', WINDOWS, 'C:\\'],
    ['/Users/ann', WINDOWS, undefined],
  ])('%s is the whole folder', (folder, machine, whole) => {
    expect(wholeFolder(folder, machine)).toBe(whole);
  });

  it('are one where a system takes them for one', () => {
    expect(sameFolder('C:/Users/Ann/app/', 'c:\\users\\ann\\app', WINDOWS)).toBe(true);
    expect(sameFolder('/work/App', '/work/app', LINUX)).toBe(false);
    expect(sameFolder('/work/app/', '/work/app', MAC)).toBe(true);
  });
});
