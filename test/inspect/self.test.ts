import { expect, test } from 'vitest';
import { self } from '../../src/inspect/self.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { callOf, kindsOf, lookAtCall } from './given.ts';
import { context } from './surroundings.ts';

const writes: Partial<ToolFacts> = { powers: ['write'], roles: { '/path': 'path', '/text': 'content' } };
const reads: Partial<ToolFacts> = { powers: ['read'], roles: { '/path': 'path' } };
const removes: Partial<ToolFacts> = { powers: ['write', 'destructive'], roles: { '/path': 'path' } };
const executes: Partial<ToolFacts> = { powers: ['execute'], roles: { '/path': 'command' } };
const kinds = async (path: string, facts: Partial<ToolFacts>): Promise<string[]> =>
  kindsOf(await lookAtCall(self(context), callOf({ path }, facts)));

test.each([
  ['/home/me/work/servers.config.yaml', 'self.config'],
  ['~/work/./x/../servers.config.yaml', 'self.config'],
  ['servers.config.yaml', 'self.config'],
  ['file:///home/me/work/sallyport.lock.yaml', 'self.config'],
  ['/home/me/gate/mine.yaml', 'self.config'],
  ['/HOME/ME/WORK/SERVERS.CONFIG.YAML', 'self.config'],
  ['/home/me/work/servers%2Econfig.yaml', 'self.config'],
  ['$HOME/.local/state/sallyport/approvals/x.json', 'self.state'],
  ['~/.claude.json', 'self.client-config'],
  ['.mcp.json', 'self.client-config'],
  ['C:\\Users\\me\\AppData\\Roaming\\Claude\\claude_desktop_config.json', 'self.client-config'],
  ['project/.cursor/mcp.json', 'self.client-config'],
  ['.codex/config.toml', 'self.client-config'],
  ['/home/me/odd/client.toml', 'self.client-config'],
  // Relative to a folder that nobody knows.
  ['mine.yaml', 'self.config'],
  ['./gate/mine.yaml', 'self.config'],
  ['../gate/mine.yaml', 'self.config'],
  ['sallyport/approvals/x.verdict', 'self.state'],
  ['./state/sallyport/journal', 'self.state'],
])('a tool that writes may not touch %s: %s', async (path, kind) => {
  expect(await kinds(path, writes)).toEqual([kind]);
  expect(await kinds(path, {})).toEqual([kind]);
  expect(await kinds(path, reads)).toEqual(['self.read']);
});

test.each([
  'src/config.toml',
  'mcp.json.md',
  'config.yaml',
  'settings.json',
  '/home/me/notes.txt',
  'docs/claude.json.md',
])('%s is nobody of ours', async (path) => {
  expect(await kinds(path, writes)).toEqual([]);
});

test('a text that only talks of them is none of it', async () => {
  const call = callOf(
    { path: '/home/me/readme.md', text: 'Put it into ~/.claude.json or .mcp.json, then run sallyport approve.' },
    writes,
  );
  expect(kindsOf(await lookAtCall(self(context), call))).toEqual([]);
});

test.each([
  ['echo {} > ~/.claude.json', ['self.client-config']],
  ["sed -i s/x/y/ ~/work/servers.con''fig.yaml", ['self.config']],
  ['cd ~/.cursor && tee mcp.json', ['self.client-config']],
  ['rm -rf ~/.local/state/sallyport', ['self.state']],
  ['npx sallyport approve K3F9', ['self.state']],
  ['node /opt/sallyport/dist/cli/main.js --config x approve K3F9', ['self.state']],
  ['cat ~/.claude.json', ['self.read']],
  ['cat ~/.claude.json > x; true', ['self.client-config']],
  ['ls -la && git status', []],
  ['grep -rn mcp src', []],
])('a command: %s → %j', async (command, expected) => {
  expect(await kinds(command, executes)).toEqual(expected);
});

test('what holds them may not be removed', async () => {
  expect(await kinds('~/.local', removes)).toEqual(['self.state']);
  expect(await kinds('/home/me', removes)).toEqual(['self.state']);
  expect(await kinds('/home/me/other', removes)).toEqual([]);
});

test('a command that names us is not hidden behind padding', async () => {
  expect(await kinds(`echo ${'a'.repeat(33_000)}; echo {} > /home/me/work/servers.config.yaml`, executes)).toEqual([
    'self.state',
  ]);
  expect(await kinds(`echo ${'a'.repeat(33_000)}`, executes)).toEqual([]);
});
