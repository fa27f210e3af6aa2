import { baseName } from './program.ts';

/** How a client is recognised by its process. */
export interface ClientProgram {
  readonly title: string;
  /** Its program's name, in lower case. */
  readonly names: readonly string[];
  /** Something in its command line, where the name alone is not enough. */
  readonly script?: RegExp;
  /** Whether it is an editor, which starts language servers and much else over pipes. */
  readonly isEditor?: true;
}

const CLIENT_PROGRAMS: readonly ClientProgram[] = [
  {
    title: 'Claude Desktop',
    names: ['claude-desktop'],
    script: /AnthropicClaude[\\/]|[\\/]Claude_pzs8/,
  },
  { title: 'Claude Code', names: ['claude'], script: /@anthropic-ai[\\/]claude-(?:code|agent-sdk)[\\/]/ },
  { title: 'Cursor', names: ['cursor', 'cursor helper (plugin)', 'cursor-agent'], isEditor: true },
  {
    title: 'VS Code',
    names: ['code', 'code-insiders', 'code helper (plugin)', 'codium', 'vscodium'],
    script: /[\\/]\.vscode-server[\\/]|--type=extensionHost/,
    isEditor: true,
  },
  { title: 'Codex', names: ['codex'], script: /@openai[\\/]codex[\\/]/ },
  { title: 'Gemini CLI', names: ['gemini'], script: /@google[\\/]gemini-cli[\\/]/ },
  { title: 'Windsurf', names: ['windsurf'], isEditor: true },
  { title: 'Zed', names: ['zed', 'zed-editor'], isEditor: true },
  { title: 'opencode', names: ['opencode'], script: /[\\/]opencode-ai[\\/]/ },
  { title: 'Goose', names: ['goose', 'goosed'] },
  { title: 'GitHub Copilot CLI', names: ['copilot'], script: /@github[\\/]copilot[\\/]/ },
  { title: 'Kiro', names: ['kiro', 'kiro-cli'], isEditor: true },
  { title: 'Antigravity', names: ['antigravity'], isEditor: true },
  { title: 'Continue', names: ['cn'], script: /@continuedev[\\/]cli[\\/]/ },
  { title: 'Amazon Q Developer', names: ['q', 'qchat'] },
  { title: 'Junie', names: ['junie'] },
  { title: 'mcporter', names: ['mcporter'], script: /[\\/]mcporter[\\/]dist[\\/]/ },
  { title: 'LM Studio', names: ['lm-studio', 'lm studio', 'lmstudio'] },
];

/** A path on macOS may hold spaces, at which `ps` cuts it. */
const APP = /(?:^|[\\/])(Claude|Cursor|Code|Windsurf|Zed|Kiro|Antigravity|Studio)(?: - Insiders)?\.app[\\/]/;
const APPS: Readonly<Record<string, string>> = { Claude: 'Claude Desktop', Code: 'VS Code', Studio: 'LM Studio' };

/** The client that a process is. */
export function clientProgram(words: readonly string[]): ClientProgram | undefined {
  // The words after the script are what a client was asked, and may hold anything.
  const front = words.slice(0, 3).filter((word) => !word.startsWith('-') || word.startsWith('--type='));
  const name = baseName(front[0] ?? '').toLowerCase();
  const second = /^(?:node|bun|nodejs)$/.test(name) ? baseName(front[1] ?? '').toLowerCase() : undefined;
  const app = front.map((word) => APP.exec(word)?.[1]).find((each) => each !== undefined);
  const title = app === undefined ? undefined : (APPS[app] ?? app);
  const byApp = CLIENT_PROGRAMS.find((each) => each.title === title);
  if (byApp !== undefined) return byApp;
  const byScript = CLIENT_PROGRAMS.find(
    ({ script }) => script !== undefined && front.some((word) => script.test(word)),
  );
  return (
    byScript ??
    CLIENT_PROGRAMS.find(({ names }) => names.includes(name) || (second !== undefined && names.includes(second)))
  );
}

/** What agents and editors start over pipes that is no MCP server. */
const TOOLS =
  /^(?:sh|bash|zsh|dash|fish|cmd|powershell|pwsh|git|rg|grep|ugrep|find|fd|ls|cat|head|tail|sed|awk|sort|wc|curl|wget|ssh|gh|tsc|eslint|prettier|cargo|go|make|gopls|rust-analyzer|clangd|ps|sleep|tee|watchman|caffeinate|jq|timeout|docker-credential-.*)$/i;
const LANGUAGE_SERVER =
  /language-?server|langserver|[-_]lsp$|^lsp[-_]|tsserver|typingsinstaller|copilot-agent|--node-ipc|--clientprocessid|^--lsp$/i;

export const isCommonTool = (words: readonly string[]): boolean =>
  TOOLS.test(baseName(words[0] ?? '')) ||
  words.some(
    (word) => LANGUAGE_SERVER.test(word.startsWith('--') ? word : baseName(word)) || word.startsWith('--type='),
  );
