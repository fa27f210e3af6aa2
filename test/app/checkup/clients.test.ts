import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkClients } from '../../../src/app/checkup/clients.ts';
import { place } from '../../e2e/gateway.ts';

const whole = { command: process.execPath, args: ['/gate.js', 'serve', '--config', '/c.yaml'] };
async function client(entry: object, file = '.cursor/mcp.json'): Promise<string[]> {
  const at = place({});
  const text = JSON.stringify({ mcpServers: { sallyport: entry, other: { command: 'npx', args: ['other'] } } });
  const main = path.join(at.dir, 'sallyport', 'dist', 'cli', 'main.js');
  mkdirSync(path.dirname(main), { recursive: true });
  writeFileSync(main, '');
  mkdirSync(path.dirname(path.join(at.dir, file)), { recursive: true });
  writeFileSync(path.join(at.dir, file), text.replaceAll('/c.yaml', at.config).replaceAll('/gate.js', main));
  const programs = [main];
  const where = { home: at.dir, folder: path.join(at.dir, 'work'), platform: 'linux' as const, env: {}, programs };
  return (await checkClients(where)).map(({ state, found }) => `${state}: ${found}`);
}

it.each<[string, object, RegExp]>([
  [
    'a relative configuration',
    { command: 'sallyport', args: ['serve', '--config', 'c.yaml'] },
    /bad: .*c\.yaml, relative to a folder/,
  ],
  ['none', { command: 'sallyport', args: ['serve'] }, /bad: .*names no configuration/],
  [
    'one that is not there',
    { command: 'sallyport', args: ['serve', '--config', '/no/such.yaml'] },
    /bad: .*does not exist/,
  ],
  ['a command by name', { command: 'sallyport', args: ['serve', '--config', '/c.yaml'] }, /doubtful: .*shorter PATH/],
  [
    'a script by a relative path',
    { command: 'node', args: ['sallyport/dist/cli/main.js', 'serve', '--config', '/c.yaml'] },
    /bad: .*main\.js, relative/,
  ],
  ['no serve', { command: 'sallyport', args: ['--config', '/c.yaml'] }, /bad: .*without `serve`/],
])('that name %s', async (_what, entry, said) => {
  expect((await client(entry)).join('\n')).toMatch(said);
});

it('that start a copy of Sallyport that is gone are told where this one is', async () => {
  const at = place({});
  const gone = { command: process.execPath, args: ['/gone/gate/dist/cli/main.js', 'serve', '--config', at.config] };
  mkdirSync(path.join(at.dir, '.cursor'));
  writeFileSync(path.join(at.dir, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: { gone } }));
  const where = { home: at.dir, folder: at.dir, platform: 'linux' as const, env: {}, programs: ['/opt/main.js'] };
  expect(JSON.stringify(await checkClients(where))).toMatch(
    /does not exist.*Write the path of this copy: \/opt\/main\.js/,
  );
});

it('that are right are said to be, and others are none of our business', async () => {
  expect(await client({ ...whole, command: process.execPath, args: ['/gate.js', ...whole.args.slice(1)] })).toEqual([
    expect.stringMatching(/^good: /),
  ]);
  expect(await client({ command: 'npx', args: ['other'] })).toEqual([]);
});

it('of a project are named with it', async () => {
  const at = place({});
  const main = path.join(at.dir, 'sallyport', 'dist', 'cli', 'main.js');
  mkdirSync(path.dirname(main), { recursive: true });
  writeFileSync(main, '');
  const folder = path.join(at.dir, 'work');
  mkdirSync(path.join(folder, '.cursor'), { recursive: true });
  const entry = { command: process.execPath, args: [main, 'serve', '--config', at.config] };
  writeFileSync(path.join(folder, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: { sallyport: entry } }));
  const where = { home: at.dir, folder, platform: 'linux' as const, env: {}, programs: [main] };
  const checks = await checkClients(where);
  expect(checks.map(({ about }) => about)).toEqual([`client Cursor for ${folder}`]);
});

it('that are no agent where agents are named get nothing, which is said', async () => {
  const at = place({});
  const main = path.join(at.dir, 'sallyport', 'dist', 'cli', 'main.js');
  mkdirSync(path.dirname(main), { recursive: true });
  writeFileSync(main, '');
  mkdirSync(path.join(at.dir, '.cursor'));
  const agents = { file: at.config, launches: ['cursor', 'support'] };
  const programs = [main];
  const where = { home: at.dir, folder: path.join(at.dir, 'work'), platform: 'linux' as const, env: {}, programs };
  const look = async (more: string[], named = agents) => {
    const entry = { command: process.execPath, args: [main, 'serve', '--config', at.config, ...more] };
    writeFileSync(path.join(at.dir, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: { sallyport: entry } }));
    const checks = await checkClients({ ...where, agents: named });
    return checks.map(({ state, found, action }) => `${state}: ${found} ${action ?? ''}`);
  };
  expect(await look([])).toEqual([expect.stringMatching(/^bad: .*as no agent, .* gets none .*: cursor, support\.$/)]);
  expect(await look(['--agent', 'x'])).toEqual([expect.stringMatching(/^bad: .*as agent x, which is none/)]);
  expect(await look(['--agent', 'cursor'])).toEqual([expect.stringMatching(/^good: /)]);
  expect(await look([], { ...agents, file: '/other.yaml' })).toEqual([expect.stringMatching(/^good: /)]);
});

async function written(text: string): Promise<string[]> {
  const at = place({});
  mkdirSync(path.join(at.dir, '.cursor'));
  writeFileSync(path.join(at.dir, '.cursor', 'mcp.json'), text);
  const where = { home: at.dir, folder: path.join(at.dir, 'work'), platform: 'linux' as const, env: {} };
  return (await checkClients(where)).map(({ state, found }) => `${state}: ${found.replace(at.dir, '')}`);
}

it('a file that cannot be read is said to be so, with its place', async () => {
  expect(await written('{\n  "mcpServers": {\n    "a": { "command": "npx" \n')).toEqual([
    expect.stringMatching(/^bad: \/\.cursor\/mcp\.json:\d+:\d+ /),
  ]);
});

it.each([
  ['{}', 'it has neither a command nor an address'],
  ['{ "args": ["x"] }', 'it has neither a command nor an address'],
  ['{ "command": "" }', 'its command is empty'],
  ['{ "command": [] }', 'it has neither a command nor an address'],
  ['{ "url": " " }', 'its address is empty'],
  ['"npx"', 'it is not an object'],
])('an entry that starts nothing is said to be so, with its place: %s', async (entry, why) => {
  expect(await written(`{ "mcpServers": {\n  "broken": ${entry}\n} }`)).toEqual([
    `doubtful: /.cursor/mcp.json:2:3 server "broken": ${why}`,
  ]);
});

it.each(['{ "command": "npx" }', '{ "url": "https://a.example" }', '{ "enabled": false }', '{ "disabled": true }'])(
  'an entry that can start, or need not, is none of our business: %s',
  async (entry) => expect(await written(`{ "mcpServers": { "fine": ${entry} } }`)).toEqual([]),
);

it('a key that means servers to another client means none here', async () => {
  expect(await written('{ "mcp": { "allowed": ["a"] }, "servers": { "a": {} } }')).toEqual([]);
});

it('in TOML too', async () => {
  const at = place({});
  mkdirSync(path.join(at.dir, '.codex'));
  const text =
    '[mcp_servers.sallyport]\ncommand = "sallyport"\nargs = ["serve", "--config", "c.yaml"]\n\n[mcp_servers.x]\ncommand = "x"\n';
  writeFileSync(path.join(at.dir, '.codex', 'config.toml'), text);
  const where = { home: at.dir, folder: at.dir, platform: 'linux' as const, env: {} };
  expect((await checkClients(where)).map(({ about, state }) => [about, state])).toEqual([
    ['client Codex', 'bad'],
    ['client Codex', 'doubtful'],
  ]);
});

it.each([
  [
    '[mcp_servers.x]\nargs = ["serve"]\n',
    'doubtful: config.toml:1:1 server "x": it has neither a command nor an address',
  ],
  ['a = 1\n[mcp_servers]\nx = { command = "" }\n', 'doubtful: config.toml:3:1 server "x": its command is empty'],
  ['[mcp_servers.x]\nenabled = false\n', ''],
  ['[mcp_servers.x]\nurl = "https://a.example"\n', ''],
  ['a = 1\n[mcp_servers.x\n', 'bad: config.toml:2:15 cannot be read: '],
  [
    '[mcp_servers."a.b"]\ncommand = "sallyport"\nargs = [\n  "serve", # "--config"\n]\ncwd = "/"\n',
    'doubtful: config.toml starts it by name',
  ],
])('in TOML, as TOML is: %j', async (text, said) => {
  const at = place({});
  const folder = path.join(at.dir, '.codex');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'config.toml'), text);
  const where = { home: at.dir, folder: at.dir, platform: 'linux' as const, env: {} };
  const lines = (await checkClients(where)).map(({ state, found }) => `${state}: ${found.replace(`${folder}/`, '')}`);
  expect(lines).toEqual(said === '' ? [] : [expect.stringContaining(said)]);
});
