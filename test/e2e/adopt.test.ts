import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { adopt } from '../../src/cli/commands/adopt.ts';
import { restore } from '../../src/cli/commands/restore.ts';
import { makeHome } from '../cli/adopt-home.ts';
import { alone, makeScreen } from '../cli/stage.ts';

interface Launch {
  readonly command: string;
  readonly args: string[];
}

/** What a client that is started anew sees. */
async function toolsOf({ command, args }: Launch): Promise<string[]> {
  const client = new Client({ name: 'adopted', version: '1' });
  await client.connect(new StdioClientTransport({ command, args, stderr: 'ignore' }));
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}

it('a client starts what adoption wrote and has the tools of its servers, and again its own after a restore', {
  timeout: 120_000,
}, async () => {
  const { options, files, home, read, write, state } = makeHome();
  const codex = path.join(home, '.codex', 'config.toml');
  write(
    codex,
    `model = "x" # mine\n\n[mcp_servers.echo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(path.resolve('fixtures/servers/echo.mjs'))}]\nenv = { API_KEY = "q7Rk2VbT9xLm" }\n`,
  );
  const before = [files.desktop, files.cursor, codex].map(read);
  expect(await adopt(options, makeScreen({ answers: ['yes'] }))).toBe(0);

  const launches = [
    JSON.parse(read(files.desktop)).mcpServers.sallyport,
    JSON.parse(read(files.cursor)).mcpServers.sallyport,
    (parse(read(codex)) as { mcp_servers?: { sallyport?: Launch } }).mcp_servers?.sallyport,
  ];
  for (const launch of launches)
    expect((await toolsOf(launch)).filter((name) => /^echo.*__echo$/.test(name))).toEqual([
      'echo__echo',
      'echo-cursor__echo',
    ]);

  // A client from npm that reads the file by itself.
  const inspector = path.resolve('node_modules/.bin/mcp-inspector');
  const { stdout } = await promisify(execFile)(inspector, [
    '--cli',
    '--config',
    files.cursor,
    '--server',
    'sallyport',
    '--method',
    'tools/list',
  ]);
  expect(stdout).toContain('echo__echo');

  expect(await restore({ state: state.root, guard: alone, yes: true }, makeScreen())).toBe(0);
  expect([files.desktop, files.cursor, codex].map(read)).toEqual(before);
});

it('adopted apart, a client has the tools of its own servers and of no other', { timeout: 120_000 }, async () => {
  const { options, files, read, write, state, config } = makeHome();
  const before = [files.desktop, files.cursor].map(read);
  expect(await adopt({ ...options, apart: true }, makeScreen({ answers: ['yes'] }))).toBe(0);
  const echoes = async (file: string): Promise<string[]> =>
    (await toolsOf(JSON.parse(read(file)).mcpServers.sallyport)).filter((name) => name.endsWith('__echo'));
  expect(await echoes(files.desktop)).toEqual(['echo__echo']);
  expect(await echoes(files.cursor)).toEqual(['echo-cursor__echo']);

  // What comes later goes to the agent that is there, and to no other.
  const now = JSON.parse(read(files.cursor));
  const more = { command: process.execPath, args: [path.resolve('fixtures/servers/echo.mjs'), '--more'] };
  write(files.cursor, { mcpServers: { ...now.mcpServers, more } });
  const screen = makeScreen({ answers: ['yes'] });
  expect(await adopt(options, screen)).toBe(0);
  expect(screen.printed()).toContain('Cursor is agent cursor: more');
  expect(read(config).match(/launch: cursor/g)).toHaveLength(1);
  expect(await echoes(files.cursor)).toEqual(['echo-cursor__echo', 'more__echo']);
  expect(await echoes(files.desktop)).toEqual(['echo__echo']);

  write(files.cursor, now);
  expect(await restore({ state: state.root, guard: alone, yes: true, force: true }, makeScreen())).toBe(0);
  expect([files.desktop, files.cursor].map(read)).toEqual(before);
});
