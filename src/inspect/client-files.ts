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
  '.gemini/settings.json',
  '.gemini/config/mcp_config.json',
  '.gemini/antigravity/mcp_config.json',
  '.codeium/windsurf/mcp_config.json',
  '.config/zed/settings.json',
  '.zed/settings.json',
  'zed/settings.json',
  'opencode/opencode.json',
  'opencode.json',
  'goose/config.yaml',
  '.copilot/mcp-config.json',
  '.kiro/settings/mcp.json',
  'cline_mcp_settings.json',
  '.continue/config.yaml',
  '.roo/mcp.json',
  '.amazonq/mcp.json',
  '.junie/mcp/mcp.json',
  '.lmstudio/mcp.json',
];

/** Our own, wherever they stand: several projects may have one each. */
export const OWN_FILES: readonly string[] = ['servers.config.yaml', 'servers.config.yml', 'sallyport.lock.yaml'];
