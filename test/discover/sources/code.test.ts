import path from 'node:path';
import { expect, it } from 'vitest';
import { seeCode } from '../../../src/discover/sources/code.ts';
import { walkFolder } from '../../../src/discover/walk.ts';
import { put, scratch } from '../home.ts';

const SERVER = "import { McpServer } from '@modelcontextprotocol/server';\nnew McpServer({});\n";
const CLIENT = "import { Client } from '@modelcontextprotocol/client';\nnew Client({});\n";
const needs = (name: string, ...packages: string[]): string =>
  JSON.stringify({ name, dependencies: Object.fromEntries(packages.map((each) => [each, '1'])) }, undefined, 1);

async function see(files: Readonly<Record<string, string | Buffer>>) {
  const root = scratch();
  for (const [file, content] of Object.entries(files)) put(path.join(root, file), content);
  const { seen, notes, troubles } = await seeCode((await walkFolder(root)).files, root);
  expect(troubles).toEqual([]);
  const brief = seen.map(({ kind, name, certainty, at }) => [
    kind,
    name,
    certainty,
    `${path.relative(root, at.file ?? '')}:${at.line}`,
  ]);
  return { seen, notes, brief, root };
}

it('finds what each project is', async () => {
  const { brief, seen, root } = await see({
    'package.json': needs('whole', 'zod'),
    'a/package.json': needs('tickets', '@modelcontextprotocol/server'),
    'a/src/main.ts': SERVER,
    'a/test/main.test.ts': SERVER,
    'b/package.json': needs('desk', 'ai', '@modelcontextprotocol/sdk'),
    'b/src/main.ts': CLIENT,
    'c/package.json': needs('unclear', '@modelcontextprotocol/sdk'),
    'd/package.json': needs('tried', 'fastmcp'),
    'd/examples/x.ts': SERVER,
    'e/package.json': needs('agent', '@openai/agents'),
  });
  expect(brief).toEqual([
    ['server', 'tickets', 'certain', 'a/src/main.ts:2'],
    ['agent', 'desk', 'certain', 'b/src/main.ts:2'],
    ['server', 'unclear', 'possible', 'c/package.json:4'],
    ['server', 'tried', 'possible', 'd/examples/x.ts:2'],
    ['agent', 'agent', 'likely', 'e/package.json:4'],
  ]);
  expect(seen[0]?.near).toEqual([`folder ${root}/a`]);
});

it('takes a folder for a project where no file says what one is', async () => {
  const { brief } = await see({ 'x/weather/server.py': 'from mcp.server.fastmcp import FastMCP\nFastMCP("x")\n' });
  expect(brief).toEqual([['server', 'weather', 'likely', 'x/weather/server.py:2']]);
});

it('names code that is too large, and passes over what is no text', async () => {
  const { notes, seen, root } = await see({ 'a.ts': Buffer.alloc(1_000_001, 'x'), 'b.ts': Buffer.from([0]) });
  expect(seen).toEqual([]);
  expect(notes).toEqual([`code that is too large to be looked at: ${root}/a.ts`]);
});
