// The agent's side: a real MCP client over stdio, as an agent's host would start it. Only the choice of calls is scripted.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const COMMAND = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('servers.config.yaml', import.meta.url));
/** What programs need to be found and to write temporary files; nothing else of this terminal reaches Sallyport. */
const INHERITED = ['PATH', 'Path', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP', 'LANG'];

/** How long the servers may take to start. */
const START = 15_000;

/** A subclass is asked for its era in place; the SDK would start the base class a second time only to ask. */
class Pipe extends StdioClientTransport {}

/**
 * Starts Sallyport as the agent's one MCP server and connects to it.
 * @param {{ scratch: string, state: string }} options `scratch` is where the servers write
 */
export function hireActor({ scratch, state }) {
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const transport = new Pipe({
    command: process.execPath,
    args: [COMMAND, 'serve', '--config', CONFIG, '--agent', 'support', '--state', state, '--trust'],
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), DEMO_SCRATCH: scratch },
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000);
  });
  const client = new Client(
    { name: 'demo', version: '1' },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  let ask = async () => 'deny';
  client.setRequestHandler('elicitation/create', async ({ params }) => ({
    action: 'accept',
    content: { decision: await ask(params.message) },
  }));
  return {
    /** Connects, waits until all `servers` are there, and returns the names of all tools. */
    async connect(servers) {
      await client.connect(transport);
      for (const until = Date.now() + START; ; await sleep(50)) {
        const { tools } = await client.listTools(undefined, { cacheMode: 'refresh' });
        const names = tools.map(({ name }) => name);
        const missing = servers.filter((server) => !names.some((name) => name.startsWith(`${server}__`)));
        if (missing.length === 0) return names;
        if (Date.now() > until) throw new Error(`no tools came from ${missing.join(', ')}`);
      }
    },
    /** `answer(message)` says `allow_once` or `deny` to what the client is asked. */
    onQuestion(answer) {
      ask = answer;
    },
    /** Calls `tool` of `server` by the name the union gives it. */
    call: (server, tool, args) => client.callTool({ name: `${server}__${tool}`, arguments: args }),
    /** The last words of Sallyport and its servers, for when something fails. */
    lastWords: () => said.trim(),
    /** Ends Sallyport, also one that is still being connected to, which the client does not count as its own yet. */
    async close() {
      await client.close();
      await transport.close();
    },
  };
}
