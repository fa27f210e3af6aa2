import { expect, it } from 'vitest';
import { clientProgram, isCommonTool } from '../../src/discover/client-processes.ts';
import { wordsOf } from '../../src/discover/program.ts';

it.each([
  ['claude --resume', 'Claude Code'],
  ['node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js -p x', 'Claude Code'],
  ['/Applications/Claude.app/Contents/MacOS/Claude', 'Claude Desktop'],
  ['"C:\\Users\\ann\\AppData\\Local\\AnthropicClaude\\app-1.0\\claude.exe"', 'Claude Desktop'],
  ['node /usr/bin/gemini', 'Gemini CLI'],
  ['/usr/share/cursor/cursor --type=utility', 'Cursor'],
  ['"/Applications/Visual Studio Code.app/Contents/Frameworks/Code Helper (Plugin)" --type=utility', 'VS Code'],
  ['/Applications/Visual Studio Code.app/Contents/Frameworks/Code Helper.app/x --type=utility', 'VS Code'],
  ['/Applications/LM Studio.app/Contents/MacOS/LM Studio', 'LM Studio'],
  ['/Applications/Cursor.app/Contents/MacOS/Cursor', 'Cursor'],
  ['/home/ann/.vscode-server/bin/x/node y', 'VS Code'],
  ['codex exec x', 'Codex'],
  ['goosed agent', 'Goose'],
])('%s is %s', (line, want) => {
  expect(clientProgram(wordsOf(line))?.title).toBe(want);
});

it.each(['vim claude', 'node server.js claude', 'bash -c claude', 'python codex.py', '/Applications/Other.app/x', ''])(
  '%s is no client',
  (line) => {
    expect(clientProgram(wordsOf(line))).toBeUndefined();
  },
);

it.each([
  ['bash -lc ls', true],
  ['node /x/typescript-language-server --stdio', true],
  ['gopls', true],
  ['/usr/bin/electron --type=renderer', true],
  ['node /x/tickets.js', false],
  ['/opt/tickets', false],
])('%s is a common tool: %s', (line, want) => {
  expect(isCommonTool(wordsOf(line))).toBe(want);
});
