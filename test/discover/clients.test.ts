import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { MCPConfigRegistry } from '@gleanwork/mcp-config-schema';
import type { agents } from 'add-mcp';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/discover/clients.ts';
import { globalFiles, projectFiles } from '../../src/discover/places.ts';
import { plainPath } from '../../src/inspect/paths/form.ts';
import { CLIENT_FILES } from '../../src/inspect/self/client-files.ts';
import { keptFolders } from '../../src/inspect/self/kept-folders.ts';
import { PLATFORMS } from './home.ts';

const HOMES = { linux: '/home/ann', darwin: '/Users/ann', win32: 'C:\\Users\\ann' } as const;
const globals = (id: string, platform: (typeof PLATFORMS)[number]): string[] =>
  CLIENTS.filter((client) => client.id === id).flatMap((client) =>
    globalFiles(client, { platform, home: HOMES[platform], env: {} }).map(({ file }) => file),
  );

/** Clients of the other tables that are too young or too small to have an entry here. */
const ELSEWHERE_ONLY = ['fx', 'grok-build', 'kimi-code', 'mastracode', 'pi'];
const SAME: Readonly<Record<string, string>> = {
  'cline-cli': 'cline',
  'kiro-cli': 'kiro',
  'github-copilot-cli': 'copilot-cli',
  gemini: 'gemini-cli',
  'cursor-agent': 'cursor',
  'antigravity-cli': 'antigravity',
};

const slashed = (file: string): string => file.replaceAll('\\', '/');

/** Their table is of the system that it is loaded on, so that it is loaded where the system is said to be another. */
async function agentsOn(platform: (typeof PLATFORMS)[number]): Promise<typeof agents> {
  const home = slashed(HOMES[platform]);
  const script = `Object.defineProperty(process, 'platform', { value: ${JSON.stringify(platform)} });
const { agents } = await import('add-mcp');
console.log(JSON.stringify(agents));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, APPDATA: `${home}/AppData/Roaming` },
  });
  return JSON.parse(stdout) as typeof agents;
}

describe('the table of clients', () => {
  it('has each client once, somewhere, on every system', () => {
    expect(new Set(CLIENTS.map(({ id }) => id)).size).toBe(CLIENTS.length);
    for (const { id } of CLIENTS) for (const platform of PLATFORMS) expect(globals(id, platform), id).not.toEqual([]);
  });

  it('names only places that it can resolve', () => {
    for (const client of CLIENTS) {
      for (const place of client.global) {
        const files = PLATFORMS.flatMap((platform) =>
          globalFiles({ ...client, global: [place] }, { platform, home: HOMES[platform], env: {} }),
        );
        expect(files, place).not.toEqual([]);
      }
    }
  });

  it('is what the floor protects: every file of it is known as a client’s', () => {
    const unknown = CLIENTS.flatMap((client) =>
      PLATFORMS.flatMap((platform) => {
        const machine = { platform, home: HOMES[platform], env: {} };
        return [...globalFiles(client, machine), ...projectFiles(client, HOMES[platform], machine)].map(({ file }) =>
          file.toLowerCase().replaceAll('\\', '/'),
        );
      }),
    ).filter((file) => !CLIENT_FILES.some((end) => file.endsWith(`/${end}`)));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it.each(PLATFORMS)('has no folder of a user that may be filled unseen, on %s', (platform) => {
    const home = HOMES[platform];
    const keeps = keptFolders({ home, ownFiles: [] });
    const folders = CLIENTS.flatMap((client) => globalFiles(client, { platform, home, env: {} })).map(({ file }) =>
      plainPath(file, home).split('/').slice(0, -1).join('/'),
    );
    expect(folders.filter((folder) => folder !== plainPath(home, home) && keeps(folder) !== 'client')).toEqual([]);
  });

  it.each(PLATFORMS)('agrees with the table of add-mcp, on %s', async (platform) => {
    const theirs = await agentsOn(platform);
    const missing = Object.entries(theirs).flatMap(([name, agent]) => {
      if (ELSEWHERE_ONLY.includes(name)) return [];
      const ours = CLIENTS.find(({ id }) => id === (SAME[name] ?? name));
      const files = ours === undefined ? [] : globals(ours.id, platform).map(slashed);
      const isKnown =
        files.includes(slashed(agent.configPath)) && ours?.keys.some((key) => key.join('.') === agent.configKey);
      const local = agent.localConfigPath;
      // One file of a project counts for the first client that reads it.
      const isLocalKnown = local === undefined || CLIENTS.some(({ project }) => project.includes(local));
      return isKnown && isLocalKnown && ours?.format === agent.format ? [] : [name];
    });
    expect(Object.keys(theirs).length).toBeGreaterThan(15);
    expect(missing).toEqual([]);
  });

  it('is, for those that no other table has, what their manuals say', () => {
    const files = (id: string): string[][] => PLATFORMS.map((platform) => globals(id, platform).map(slashed));
    const roo = 'Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json';
    expect(files('roo').map(([first]) => first)).toEqual([
      `/home/ann/.config/${roo}`,
      `/Users/ann/Library/Application Support/${roo}`,
      `C:/Users/ann/AppData/Roaming/${roo}`,
    ]);
    const homes = ['/home/ann', '/Users/ann', 'C:/Users/ann'];
    for (const [id, file] of [
      ['continue', '.continue/config.yaml'],
      ['amazonq', '.aws/amazonq/mcp.json'],
      ['lmstudio', '.lmstudio/mcp.json'],
    ] as const)
      expect(files(id)).toEqual(homes.map((home) => [`${home}/${file}`]));
  });

  it('agrees with the table of @gleanwork/mcp-config-schema, on each system', () => {
    const configs = new MCPConfigRegistry().getAllConfigs();
    const missing = configs.flatMap(({ id, configPath, configStructure }) =>
      PLATFORMS.flatMap((platform) => {
        const given = configPath[platform];
        if (given === undefined) return [];
        const file = path.win32.normalize(
          given
            .replace('$HOME', HOMES[platform])
            .replace('%USERPROFILE%', HOMES.win32)
            .replace('%APPDATA%', `${HOMES.win32}\\AppData\\Roaming`),
        );
        const ours = CLIENTS.find((client) => client.id === (SAME[id] ?? id));
        const known = globals(ours?.id ?? '', platform).map((each) => path.win32.normalize(each));
        const key = configStructure.serversPropertyName;
        return known.includes(file) && ours?.keys.some((keys) => keys[0] === key)
          ? []
          : [`${id} on ${platform}: ${file}`];
      }),
    );
    expect(configs.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});
