import { describe, expect, it } from 'vitest';
import { programOf, wordsOf } from '../../src/discover/program.ts';
import { speaksMcp } from '../../src/discover/speaking.ts';

const certainty = (line: string): string | undefined => {
  const program = programOf(wordsOf(line));
  return program === undefined ? undefined : speaksMcp(program)?.certainty;
};

describe('what a program is called', () => {
  it.each([
    ['npx -y @modelcontextprotocol/server-memory', 'certain'],
    ['node /x/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js /tmp', 'certain'],
    ['docker run -i --rm mcp/github', 'certain'],
    ['docker run -i ghcr.io/github/github-mcp-server', 'likely'],
    ['uvx mcp-server-git', 'likely'],
    ['npx @playwright/mcp@latest', 'likely'],
    ['npx -y tavily-mcp', 'likely'],
    ['npx -y mcp-remote https://a.example/sse', 'likely'],
    ['python -m mcp_server_time', 'likely'],
    ['/usr/local/bin/github-mcp-server stdio', 'likely'],
    ['npx -y @scope/cli-notes-mcp-server', 'likely'],
    ['npx -y motionmcp', 'likely'],
    ['npx -y @mcp-get-community/server-curl', 'likely'],
    ['mcp run server.py', 'likely'],
    ['fastmcp run server.py', 'likely'],
    ['codex mcp-server', 'likely'],
    ['claude mcp serve', 'likely'],
    ['gopls mcp', 'likely'],
    ['docker mcp gateway run', 'likely'],
    ['uvx --from git+https://a.example/serena serena start-mcp-server', 'likely'],
    ['node /home/ann/weather-mcp/dist/index.js', 'possible'],
    ['python /home/ann/src/mcp/server.py', 'possible'],
  ])('is seen in %s', (line, want) => {
    expect(certainty(line)).toBe(want);
  });

  it.each([
    'vim /home/ann/mcp-server-git/README.md',
    'tail -f mcp-server-git.log',
    'git clone https://a.example/foo-mcp',
    'npm install @modelcontextprotocol/server-memory',
    'npx @modelcontextprotocol/inspector',
    'npx -y create-mcp-server x',
    'npx -y mcp-get',
    'npx -y @scope/mcp-client',
    'xdmcp',
    'mcporter list',
    'mcp install server.py',
    'claude mcp add x',
    'claude mcp list',
    'node /home/ann/mcpanel/index.js',
    'rg mcp',
    'docker run postgres',
    'node server.js',
    'node /mcp/a/b/c/d/server.js',
  ])('is not seen in %s', (line) => {
    expect(certainty(line)).toBeUndefined();
  });
});
