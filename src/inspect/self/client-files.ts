import { stands } from './step-names.ts';

/** Where MCP clients keep their configurations, by the end of the path, lower case, forward slashes. */
export const CLIENT_FILES: readonly string[] = [
  '.claude.json',
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.mcp.json',
  'claude_desktop_config.json',
  '.cursor/mcp.json',
  '.codex/config.toml',
  '.vscode/mcp.json',
  'code/user/mcp.json',
  'code - insiders/user/mcp.json',
  'vscodium/user/mcp.json',
  '.gemini/settings.json',
  '.gemini/config/mcp_config.json',
  '.gemini/antigravity/mcp_config.json',
  '.codeium/windsurf/mcp_config.json',
  '.config/zed/settings.json',
  '.zed/settings.json',
  'zed/settings.json',
  'opencode/opencode.json',
  'opencode.json',
  'opencode.jsonc',
  'goose/config.yaml',
  'goose/config/config.yaml',
  '.copilot/mcp-config.json',
  '.github/mcp.json',
  '.kiro/settings/mcp.json',
  'cline_mcp_settings.json',
  '.continue/config.yaml',
  '.roo/mcp.json',
  'rooveterinaryinc.roo-cline/settings/mcp_settings.json',
  'kilo.json',
  'kilo.jsonc',
  '.amazonq/mcp.json',
  'amazonq/mcp.json',
  '.junie/mcp/mcp.json',
  '.lmstudio/mcp.json',
  'mcporter.json',
  'mcporter.jsonc',
];

/** Folders in which nothing but a client's configuration is kept as JSON: `*.json` there is that. */
const OF_CLIENTS = /(?:^|\/)(?:\.cursor|\.roo|\.lmstudio|\.amazonq|\.junie\/mcp|\.kiro\/settings|windsurf)$/;

/** Whether a path, lower case, ends in a pattern that can stand for one of these, and for little else. */
export function matchesClientFile(path: string): boolean {
  const slash = path.lastIndexOf('/');
  const [folder, pattern] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  if (!/[*?[{]/.test(pattern)) return false;
  const letters = pattern.replace(/\.\w+$|\[[^\]]*\]|\{[^}]*\}|\W/g, '').length;
  return CLIENT_FILES.some((file) => {
    const end = file.lastIndexOf('/');
    const home = file.slice(0, Math.max(end, 0));
    const isIn = end < 0 ? /^[\w.-]{4}/.test(pattern) : folder === home || folder.endsWith(`/${home}`);
    return isIn && (letters > 0 || OF_CLIENTS.test(folder)) && stands(pattern, file.slice(end + 1));
  });
}

/** Sallyport's own files, wherever they are: each of several projects may have its own. */
export const OWN_FILES: readonly string[] = ['servers.config.yaml', 'servers.config.yml', 'sallyport.lock.yaml'];

/** Where package managers install Sallyport: the package itself, and the names by which it is started. */
export const OWN_PROGRAM =
  /(?:^|\/)node_modules\/sallyport(?:\/|$)|(?:^|\/)(?:\.?bin|npm|shims)\/sallyport(?:\.(?:cmd|ps1|exe))?$/;
