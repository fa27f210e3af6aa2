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

/** Folders in which clients keep a configuration, by the end of the path. */
export const CLIENT_FOLDERS: readonly string[] = [
  ...new Set(CLIENT_FILES.flatMap((file) => (file.includes('/') ? [file.slice(0, file.lastIndexOf('/'))] : []))),
];

/** Sallyport's own files, wherever they are: each of several projects may have its own. */
export const OWN_FILES: readonly string[] = ['servers.config.yaml', 'servers.config.yml', 'sallyport.lock.yaml'];

/** Where package managers install Sallyport: the package itself, and the names by which it is started. */
export const OWN_PROGRAM =
  /(?:^|\/)node_modules\/sallyport(?:\/|$)|(?:^|\/)(?:\.?bin|npm|shims)\/sallyport(?:\.(?:cmd|ps1|exe))?$/;
