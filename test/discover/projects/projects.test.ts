import { describe, expect, it } from 'vitest';
import { dependenciesIn, isDependencyFile } from '../../../src/discover/projects/dependencies.ts';
import { isCode, startUpsIn } from '../../../src/discover/projects/start-up.ts';

const found = (base: string, text: string) => (dependenciesIn(base, text) ?? []).map(({ name, line }) => [name, line]);

describe('dependencies', () => {
  it('stand in package.json', () => {
    const text = `{
  "name": "langchain",
  "keywords": ["ai"],
  "scripts": { "ai": "x" },
  "dependencies": {
    "@modelcontextprotocol/sdk": "^1",
    "ai": "5", "zod": "4"
  },
  "devDependencies": { "@openai/agents": "1" },
  "ai": {}
}`;
    expect(found('package.json', text)).toEqual([
      ['@modelcontextprotocol/sdk', 6],
      ['ai', 7],
      ['@openai/agents', 9],
    ]);
    expect(found('package.json', '{"dependencies":{"fastmcp":"1"},"x":{"ai":"1"}}')).toEqual([['fastmcp', 1]]);
  });

  it('stand in pyproject.toml', () => {
    const text = `[project]
name = "crewai"
dependencies = ["mcp[cli]>=1.2", "httpx"]
# langgraph
[tool.poetry.dependencies]
openai_agents = "^1"
[dependency-groups]
dev = [
  "pydantic-ai-slim[openai]>=0.1",
  'fastmcp',
]
`;
    expect(found('pyproject.toml', text)).toEqual([
      ['mcp', 3],
      ['openai_agents', 6],
      ['pydantic-ai-slim', 9],
      ['fastmcp', 10],
    ]);
  });

  it('stand in requirements, go.mod and Cargo.toml', () => {
    expect(
      found('requirements-dev.txt', '# mcp\nLangChain==1\nmcp>=1 ; python_version > "3"\nmcpanel\n-r mcp.txt'),
    ).toEqual([
      ['LangChain', 2],
      ['mcp', 3],
    ]);
    const go =
      'module github.com/mark3labs/mcp-go\n\nrequire github.com/tmc/langchaingo v0.1.0\nrequire (\n\tgithub.com/mark3labs/mcp-go v0.3.0\n\tgithub.com/cloudwego/eino/v2 v2.0.0 // indirect\n)\n';
    expect(found('go.mod', go)).toEqual([
      ['github.com/tmc/langchaingo', 3],
      ['github.com/mark3labs/mcp-go', 5],
      ['github.com/cloudwego/eino', 6],
    ]);
    const cargo =
      '[package]\nname = "rmcp"\n[dependencies]\nrmcp = { version = "1" }\n[dependencies.rig-core]\nversion = "1"\n';
    expect(found('Cargo.toml', cargo)).toEqual([
      ['rmcp', 4],
      ['rig-core', 5],
    ]);
  });

  it('stand in no other file', () => {
    expect(dependenciesIn('package-lock.json', '"dependencies": { "ai": "1" }')).toBeUndefined();
    expect(['package.json', 'requirements.in', 'readme.txt'].map(isDependencyFile)).toEqual([true, true, false]);
  });
});

describe('start-up code', () => {
  it.each([
    [
      'a.ts',
      "import { McpServer } from '@modelcontextprotocol/server';\n// new McpServer()\nconst s = new McpServer({});",
      'server',
      3,
    ],
    ['a.mjs', "const { Client } = require('@modelcontextprotocol/sdk/client/index.js');\nnew Client({});", 'agent', 2],
    ['a.py', 'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("x")', 'server', 3],
    ['a.py', 'from mcp.server import Server\napp = Server("x")', 'server', 2],
    ['a.py', 'from mcp import ClientSession\nasync with ClientSession(r, w) as s: ...', 'agent', 2],
    ['a.go', 'import "github.com/mark3labs/mcp-go/server"\ns := server.NewMCPServer("x", "1")', 'server', 2],
    ['a.go', 'import "github.com/modelcontextprotocol/go-sdk/mcp"\nmcp.NewServer(nil, nil)', 'server', 2],
    ['a.go', 'import mcpsdk "github.com/mark3labs/mcp-go/server"\ns := mcpsdk.NewMCPServer("x", "1")', 'server', 2],
    ['a.rs', 'use rmcp::ServerHandler;\n#[tool_router]\nimpl X {}', 'server', 2],
  ])('is seen in %s: %j', (base, text, kind, line) => {
    expect(startUpsIn(base, text).map((each) => [each.kind, each.line])).toEqual([[kind, line]]);
  });

  it.each([
    ['a.ts', "import { Server } from 'node:http';\nnew Server();"],
    ['a.ts', "import { z } from '@modelcontextprotocol/server';\n// new McpServer("],
    ['a.py', '# from mcp import x\nServer("x")'],
    ['a.py', 'import mcpanel\nFastMCP("x")'],
    ['a.go', 'import "net/http"\nmcp.NewServer()'],
    ['a.go', 'import "github.com/mark3labs/mcp-go/mcp"\nfunc (x *X) NewMCPServer() *Y { return http.NewServer() }'],
    ['a.md', "import { McpServer } from '@modelcontextprotocol/server'; new McpServer()"],
  ])('is not seen in %s: %j', (base, text) => {
    expect(startUpsIn(base, text)).toEqual([]);
  });

  it('stands in code', () => {
    expect(['a.ts', 'a.py', 'a.d.ts', 'a.min.js', 'a.md'].map(isCode)).toEqual([true, true, false, false, false]);
  });
});

describe('a megabyte of anything', () => {
  const MOST = 1_000_000;
  const filled = (piece: string): string => piece.repeat(Math.ceil(MOST / piece.length)).slice(0, MOST);

  it.each(['\n', ' ', '//new McpServer(', 'new McpServer( ', '"', '[', '{', '@', 'import ', '\\"', '/v1', 'a-', '=['])(
    '%j is read in its time',
    (piece) => {
      const text = filled(piece);
      const imports = "import '@modelcontextprotocol/server';\n// ";
      expect(startUpsIn('a.ts', imports + text).length).toBeLessThan(3);
      for (const base of ['a.py', 'a.go', 'a.rs']) expect(startUpsIn(base, text)).toEqual([]);
      for (const base of ['package.json', 'pyproject.toml', 'requirements.txt', 'go.mod', 'Cargo.toml']) {
        expect(dependenciesIn(base, text)).toEqual([]);
      }
    },
  );
});
