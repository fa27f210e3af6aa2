// Real servers, each at an exact version, with credentials that open nothing. Where a server's own service would be asked,
// its address is a closed port of this machine, if it lets itself be told.

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';
const DUMMY = 'dummy-0123456789abcdef';
/** A JSON web token that says nothing: `pk.{"u":"nobody"}.dummy`. */
const MAPBOX = `pk.${Buffer.from('{"u":"nobody"}').toString('base64url')}.dummy`;

/**
 * `args` and `env` may say `${files}` (a folder with `a.txt`, and what `files` adds to it) and `${home}`. `call` is a tool that does no harm and asks
 * nobody; `volatile` names what differs from one call to the next, and is masked on both sides. `node`: what it needs.
 */
export const SERVERS = [
  { name: 'airtable', package: 'airtable-mcp-server', version: '1.14.0', env: { AIRTABLE_API_KEY: `pat.${DUMMY}` } },
  {
    name: 'antv-chart',
    package: '@antv/mcp-server-chart',
    version: '0.9.10',
    env: { VIS_REQUEST_SERVER: NOWHERE },
    call: { tool: 'generate_pie_chart', args: { data: [{ category: 'a', value: 1 }] } },
  },
  {
    name: 'azure',
    package: '@azure/mcp',
    version: '2.0.5',
    args: ['server', 'start'],
    env: { AZURE_MCP_COLLECT_TELEMETRY: 'false' },
    call: { tool: 'get_azure_bestpractices', args: { intent: 'learn', learn: true } },
  },
  {
    name: 'brave-search',
    package: '@brave/brave-search-mcp-server',
    version: '2.1.4',
    env: { BRAVE_API_KEY: DUMMY, BRAVE_MCP_TRANSPORT: 'stdio' },
  },
  {
    name: 'chrome-devtools',
    package: 'chrome-devtools-mcp',
    version: '1.11.0',
    bin: 'chrome-devtools-mcp',
    args: ['--no-usage-statistics', '--executablePath', '/nonexistent/chrome'],
  },
  { name: 'context7', package: '@upstash/context7-mcp', version: '4.1.1' },
  {
    name: 'dbhub',
    package: '@bytebase/dbhub',
    version: '0.21.2',
    files: {
      'dbhub.toml': '[[sources]]\nid = "none"\ndsn = "postgres://nobody:nothing@127.0.0.1:9/none"\nlazy = true\n',
    },
    args: ['--transport', 'stdio', '--config', '${files}/dbhub.toml'],
    call: { tool: 'search_objects', args: { object_type: 'schema' } },
  },
  {
    name: 'desktop-commander',
    package: '@wonderwhy-er/desktop-commander',
    version: '0.2.52',
    bin: 'desktop-commander',
    args: ['--no-onboarding'],
    call: { tool: 'list_directory', args: { path: '${files}' } },
  },
  {
    name: 'everything',
    package: '@modelcontextprotocol/server-everything',
    version: '2026.8.31',
    args: ['stdio'],
    call: { tool: 'get-structured-content', args: { location: 'Chicago' } },
  },
  { name: 'exa', package: 'exa-mcp-server', version: '3.4.1', env: { EXA_API_KEY: DUMMY } },
  {
    name: 'figma-developer',
    package: 'figma-developer-mcp',
    version: '0.13.2',
    args: ['--stdio', '--no-telemetry'],
    env: { FIGMA_API_KEY: DUMMY },
  },
  {
    name: 'filesystem',
    package: '@modelcontextprotocol/server-filesystem',
    version: '2026.8.31',
    args: ['${files}'],
    call: { tool: 'read_text_file', args: { path: '${files}/a.txt' } },
  },
  {
    name: 'gitlab-zereight',
    package: '@zereight/mcp-gitlab',
    version: '2.1.64',
    bin: 'mcp-gitlab',
    env: { GITLAB_PERSONAL_ACCESS_TOKEN: DUMMY, GITLAB_API_URL: `${NOWHERE}/api/v4`, USE_PIPELINE: 'true' },
    call: { tool: 'list_projects', args: {} },
  },
  {
    name: 'hubspot',
    package: '@hubspot/mcp-server',
    version: '0.4.0',
    env: { PRIVATE_APP_ACCESS_TOKEN: `pat-${DUMMY}` },
    call: { tool: 'hubspot-generate-feedback-link', args: { toolName: 'none' } },
  },
  {
    name: 'kubernetes-flux159',
    package: 'mcp-server-kubernetes',
    version: '4.1.7',
    call: { tool: 'ping', args: {} },
  },
  {
    name: 'map-app',
    package: '@modelcontextprotocol/server-map',
    version: '2.0.3',
    args: ['--stdio'],
    call: { tool: 'show-map', args: { west: 7, south: 46, east: 8, north: 47, label: 'Bern' } },
    volatile: ['"viewUUID":"[^"]*"'],
  },
  { name: 'mapbox', package: '@mapbox/mcp-server', version: '0.2.0', env: { MAPBOX_ACCESS_TOKEN: MAPBOX } },
  {
    name: 'memory',
    package: '@modelcontextprotocol/server-memory',
    version: '2026.8.31',
    env: { MEMORY_FILE_PATH: '${home}/memory.jsonl' },
    call: { tool: 'read_graph', args: {} },
  },
  {
    name: 'ms-365',
    package: '@softeria/ms-365-mcp-server',
    version: '0.155.0',
    args: ['--org-mode'],
    call: { tool: 'list-accounts', args: {} },
  },
  {
    name: 'n8n',
    package: 'n8n-mcp',
    version: '2.87.0',
    env: {
      MCP_MODE: 'stdio',
      LOG_LEVEL: 'error',
      DISABLE_CONSOLE_OUTPUT: 'true',
      N8N_MCP_TELEMETRY_DISABLED: 'true',
      N8N_API_URL: NOWHERE,
      N8N_API_KEY: DUMMY,
    },
    call: { tool: 'tools_documentation', args: {} },
  },
  { name: 'notion', package: '@notionhq/notion-mcp-server', version: '2.5.2', env: { NOTION_TOKEN: `ntn_${DUMMY}` } },
  {
    name: 'perplexity',
    package: '@perplexity-ai/mcp-server',
    version: '1.2.1',
    env: { PERPLEXITY_API_KEY: DUMMY, PERPLEXITY_BASE_URL: NOWHERE },
    call: { tool: 'perplexity_search', args: { query: 'nothing' } },
  },
  { name: 'pinecone', package: '@pinecone-database/mcp', version: '0.3.0', env: { PINECONE_API_KEY: DUMMY } },
  {
    name: 'playwright',
    package: '@playwright/mcp',
    version: '0.0.83',
    args: ['--headless', '--isolated', '--caps', 'vision,pdf,devtools,network,storage,testing,config'],
    call: { tool: 'browser_get_config', args: {} },
  },
  {
    name: 'ref-brave-search',
    package: '@modelcontextprotocol/server-brave-search',
    version: '0.6.2',
    env: { BRAVE_API_KEY: DUMMY },
  },
  {
    name: 'ref-github',
    package: '@modelcontextprotocol/server-github',
    version: '2025.4.8',
    env: { GITHUB_PERSONAL_ACCESS_TOKEN: DUMMY },
  },
  {
    name: 'ref-gitlab',
    package: '@modelcontextprotocol/server-gitlab',
    version: '2025.4.25',
    env: { GITLAB_PERSONAL_ACCESS_TOKEN: DUMMY, GITLAB_API_URL: `${NOWHERE}/api/v4` },
    call: { tool: 'search_repositories', args: { search: 'nothing' } },
  },
  { name: 'ref-puppeteer', package: '@modelcontextprotocol/server-puppeteer', version: '2025.5.12' },
  {
    name: 'ref-slack',
    package: '@modelcontextprotocol/server-slack',
    version: '2025.4.25',
    env: { SLACK_BOT_TOKEN: `xoxb-${DUMMY}`, SLACK_TEAM_ID: 'T01234567' },
  },
  {
    name: 'sentry',
    package: '@sentry/mcp-server',
    version: '0.36.0',
    args: ['--access-token', DUMMY, '--host', 'sentry.invalid', '--sentry-dsn', ''],
    call: { tool: 'whoami', args: {} },
  },
  {
    name: 'smartbear',
    package: '@smartbear/mcp',
    version: '0.41.0',
    node: '22.23.3',
    env: { BUGSNAG_AUTH_TOKEN: DUMMY, REFLECT_API_TOKEN: DUMMY, SWAGGER_API_KEY: DUMMY },
  },
  {
    name: 'system-monitor-app',
    package: '@modelcontextprotocol/server-system-monitor',
    version: '2.0.3',
    args: ['--stdio'],
    call: { tool: 'get-system-info', args: {} },
  },
  { name: 'tavily', package: 'tavily-mcp', version: '0.2.22', env: { TAVILY_API_KEY: `tvly-${DUMMY}` } },
];
