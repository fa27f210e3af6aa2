/** What a package that code depends on says of that code. */
export interface Meaning {
  readonly kind: 'server' | 'agent';
  readonly about: string;
}

/** A dependency of a project, and the line it stands on. */
export interface Dependency {
  readonly name: string;
  readonly line: number;
  readonly meaning: Meaning;
}

const SDK: Meaning = { kind: 'server', about: 'an SDK of MCP' };
const AGENT: Meaning = { kind: 'agent', about: 'a framework for agents' };
const CLIENT: Meaning = { kind: 'agent', about: 'a client of MCP' };

type Table = readonly (readonly [name: RegExp, meaning: Meaning])[];

const NPM: Table = [
  [/^@modelcontextprotocol\/(?:sdk|server|core|node|express|hono|fastify|server-legacy)$/, SDK],
  [/^(?:fastmcp|mcp-framework|@mastra\/mcp|@vercel\/mcp-adapter|mcp-handler|xmcp|mcp-lite)$/, SDK],
  [/^(?:@modelcontextprotocol\/client|mcp-use|mcporter|@ai-sdk\/mcp|@langchain\/mcp-adapters)$/, CLIENT],
  [
    /^(?:langchain|@langchain\/(?:core|langgraph|openai|anthropic)|@openai\/agents(?:-core)?|@mastra\/core|llamaindex)$/,
    AGENT,
  ],
  [
    /^(?:ai|@anthropic-ai\/claude-(?:agent-sdk|code)|@google\/(?:adk|genkit)|genkit|@strands-agents\/sdk|@voltagent\/core)$/,
    AGENT,
  ],
  [
    /^(?:agents|@cloudflare\/agents|beeai-framework|@github\/copilot-sdk|@copilotkit\/runtime|@inngest\/agent-kit)$/,
    AGENT,
  ],
];
const PYPI: Table = [
  [/^(?:mcp|fastmcp|fastapi-mcp|mcp-server|django-mcp-server)$/, SDK],
  [/^(?:mcp-use|langchain-mcp-adapters|mcpadapt)$/, CLIENT],
  [
    /^(?:langchain|langchain-core|langgraph|openai-agents|crewai|autogen(?:-agentchat|-core)?|pyautogen|ag2|agno)$/,
    AGENT,
  ],
  [
    /^(?:pydantic-ai(?:-slim)?|google-adk|semantic-kernel|smolagents|strands-agents|claude-agent-sdk|letta|haystack-ai)$/,
    AGENT,
  ],
  [
    /^(?:llama-index(?:-core)?|llama-index-tools-mcp|agent-framework|beeai-framework|atomic-agents|camel-ai|dspy)$/,
    AGENT,
  ],
];
const GO: Table = [
  [/^github\.com\/(?:mark3labs\/mcp-go|modelcontextprotocol\/go-sdk|metoro-io\/mcp-golang|ThinkInAIXYZ\/go-mcp)$/, SDK],
  [
    /^(?:github\.com\/(?:tmc\/langchaingo|cloudwego\/eino|firebase\/genkit\/go)|google\.golang\.org\/adk|trpc\.group\/trpc-go\/trpc-agent-go)$/,
    AGENT,
  ],
];
const CARGO: Table = [
  [/^(?:rmcp|rust-mcp-sdk|mcp-sdk|mcpr|mcp-attr|turbomcp|pmcp)$/, SDK],
  [/^(?:rig-core|swarms-rs|langchain-rust|autoagents|kalosm)$/, AGENT],
];

/** Files that say what a project depends on, and how. */
const FILES: readonly (readonly [file: RegExp, read: (text: string) => Dependency[]])[] = [
  [/^package\.json$/, (text) => inSections(text, NPM)],
  [
    /^pyproject\.toml$/,
    (text) => inLines(text, PYPI, /^\s*(?:["']\s*)?([A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:["',;=<>~!^@ ]|$)/),
  ],
  [
    /^requirements[\w.-]*\.(?:txt|in)$/,
    (text) => inLines(text, PYPI, /^\s*([A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>~!;@#]|$)/),
  ],
  [/^go\.mod$/, (text) => inLines(text, GO, /^\s*(?:require\s+)?([\w.-]+\/[\w./-]+?)(?:\/v\d+)?\s+v\d/)],
  [
    /^Cargo\.toml$/,
    (text) => inLines(text, CARGO, /^\s*(?:\[(?:\w+-)?dependencies\.)?([A-Za-z][\w-]*)\s*(?:[=.\]]|$)/),
  ],
];

/** Reads the dependencies of a project that mean something here; undefined where the file is none that says them. */
export function dependenciesIn(base: string, text: string): Dependency[] | undefined {
  return FILES.find(([file]) => file.test(base))?.[1](text);
}

export const isDependencyFile = (base: string): boolean => FILES.some(([file]) => file.test(base));

const SECTION = /"(?:dependencies|devDependencies|peerDependencies|optionalDependencies)"\s*:\s*\{/;

/** In package.json a name counts only among dependencies: a project may be called like one. */
function inSections(text: string, table: Table): Dependency[] {
  const found: Dependency[] = [];
  let isInside = false;
  // Some are written on one line: each entry is looked at for itself.
  for (const [i, row] of text.split('\n').entries()) {
    for (const piece of row.split(/(?<=[{},])/)) {
      if (SECTION.test(piece)) isInside = true;
      else if (isInside) add(found, table, /^\s*"([^"]+)"\s*:/.exec(piece)?.[1], i + 1);
      if (/\}/.test(piece)) isInside = false;
    }
  }
  return found;
}

function inLines(text: string, table: Table, entry: RegExp): Dependency[] {
  const found: Dependency[] = [];
  for (const [i, row] of text.split('\n').entries()) {
    if (/^\s*(?:#|\/\/|name\s*=)/.test(row)) continue;
    const list = /^\s*[\w-]*dependencies\s*=\s*\[(.*)$/.exec(row)?.[1];
    for (const piece of list === undefined ? [row] : list.split(',')) add(found, table, entry.exec(piece)?.[1], i + 1);
  }
  return found;
}

function add(found: Dependency[], table: Table, name: string | undefined, line: number): void {
  // PyPI takes `_` and `.` for `-`, and no index minds the case.
  const names = name === undefined ? [] : [name, name.toLowerCase().replace(/[_.]+/g, '-')];
  const meaning = table.find(([pattern]) => names.some((each) => pattern.test(each)))?.[1];
  if (name !== undefined && meaning !== undefined) found.push({ name, line, meaning });
}
