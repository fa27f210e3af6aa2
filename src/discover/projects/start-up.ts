import { lineAt } from '../walk.ts';

/** A place in code where a server of MCP is made, or a client of one. */
export interface StartUp {
  readonly kind: 'server' | 'agent';
  readonly line: number;
  /** What stands there. */
  readonly what: string;
}

interface Language {
  readonly files: RegExp;
  /** Nothing counts in a file that does not import one of these. */
  readonly imports: RegExp;
  readonly makes: readonly (readonly [pattern: RegExp, kind: StartUp['kind']])[];
}

const LANGUAGES: readonly Language[] = [
  {
    files: /\.(?:[cm]?[jt]s|[jt]sx)$/,
    imports:
      /(?:from|require\(|import\(|import)\s*['"](?:@modelcontextprotocol\/|fastmcp|mcp-framework|mcp-handler|@vercel\/mcp-adapter|mcp-use|@ai-sdk\/mcp|@langchain\/mcp-adapters)/,
    makes: [
      [/\bnew (?:McpServer|FastMCP|MCPServer|Server)\s*\(|\b(?:createMcpHandler|serveStdio)\s*\(/, 'server'],
      [
        /\bnew (?:Client|MultiServerMCPClient|MCPClient)\s*\(|\b(?:createMCPClient|experimental_createMCPClient)\s*\(/,
        'agent',
      ],
    ],
  },
  {
    files: /\.py$/,
    imports: /^[ \t]*(?:from|import)[ \t]+(?:mcp|fastmcp|mcp_use|langchain_mcp_adapters)\b/m,
    makes: [
      [/\b(?:FastMCP|MCPServer)\s*\(|(?<![\w.])Server\s*\(\s*["']/, 'server'],
      [
        /\b(?:ClientSession|MultiServerMCPClient|MCPClient|stdio_client|streamablehttp_client|sse_client)\s*\(/,
        'agent',
      ],
    ],
  },
  {
    files: /\.go$/,
    imports: /"github\.com\/(?:mark3labs\/mcp-go|modelcontextprotocol\/go-sdk|metoro-io\/mcp-golang)\b/,
    makes: [
      [/\b\w+\.NewMCPServer\s*\(|\b\w*(?:mcp|sdk)\w*\.NewServer\s*\(/, 'server'],
      [/\b(?:client\.New\w*MCPClient|mcp\.NewClient|mcp_golang\.NewClient)\s*\(/, 'agent'],
    ],
  },
  {
    files: /\.rs$/,
    imports: /\buse (?:rmcp|rust_mcp_sdk|mcp_server|pmcp)\b/,
    makes: [
      [/\bimpl\s+(?:\w+::)*ServerHandler\s+for\b|\bserver_runtime::create_server\s*\(|#\[tool_router/, 'server'],
      [/\bimpl\s+(?:\w+::)*ClientHandler\s+for\b|\bTokioChildProcess::new\s*\(/, 'agent'],
    ],
  },
];

export const isCode = (base: string): boolean =>
  LANGUAGES.some(({ files }) => files.test(base)) && !/\.d\.[cm]?ts$|\.min\.js$/.test(base);

/** The first server and the first client that a file of code makes. */
export function startUpsIn(base: string, text: string): StartUp[] {
  const language = LANGUAGES.find(({ files }) => files.test(base));
  if (language === undefined || !language.imports.test(text)) return [];
  return language.makes.flatMap(([pattern, kind]) => {
    const hit = firstOutsideComments(text, pattern);
    return hit === undefined
      ? []
      : [{ kind, line: lineAt(text, hit.index), what: hit[0].replace(/\s*\(?\s*["']?$/, '').trim() }];
  });
}

/** A line of code is shorter, and a file that only speaks of it often makes none. */
const LONGEST_LEAD = 500;
const MOST_HITS = 200;

function firstOutsideComments(text: string, pattern: RegExp): RegExpExecArray | undefined {
  let hits = 0;
  for (const hit of text.matchAll(new RegExp(pattern, 'g'))) {
    if (++hits > MOST_HITS) return undefined;
    const before = text.slice(Math.max(0, hit.index - LONGEST_LEAD), hit.index);
    const start = hit.index - before.length + before.lastIndexOf('\n') + 1;
    if (!/^\s*(?:\/\/|#(?!\[)|\*|\/\*)/.test(text.slice(start, hit.index + 2))) return hit;
  }
  return undefined;
}
