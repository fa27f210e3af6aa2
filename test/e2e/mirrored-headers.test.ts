import { spawn } from 'node:child_process';
import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it, onTestFinished } from 'vitest';
import { fixture, modernMeta, place, serveHttp } from './gateway.ts';

const TOKEN = 'token-of-ada-0123456789';
const AUTH = { authorization: `Bearer ${TOKEN}` };
const ENCODED = '=?base64?WsO8cmljaA==?=';

/** A modern server over HTTP that keeps the headers of all that reaches it, and Sallyport before it. */
async function open() {
  const child = spawn(process.execPath, [...(fixture('http-echo', ['modern']).args as string[])], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill());
  const upstream = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  const at = place({ servers: { web: { url: upstream, labels: [] } }, http: { tokens: { ada: TOKEN } } });
  const { url, stop } = await serveHttp(at);
  onTestFinished(() => void stop());
  /** The headers of the calls that reached it. */
  const calls = async (): Promise<Record<string, string>[]> => {
    const log = (await (await fetch(new URL('/log', upstream))).json()) as {
      headers: Record<string, string>;
      body?: string;
    }[];
    return log.filter(({ body }) => body?.includes('tools/call')).map(({ headers }) => headers);
  };
  return { url: new URL(url), calls };
}

it.each(['v1', 'v2 legacy', 'v2 modern'])(
  'an argument that a server wants in a header stands there, whether its client (%s) knows of that or not',
  { timeout: 60_000 },
  async (generation) => {
    const { url, calls } = await open();
    const info = { name: 'mirroring', version: '1' };
    const requestInit = { headers: AUTH };
    const mode = generation === 'v2 modern' ? { pin: '2026-07-28' } : ('legacy' as const);
    const client = generation === 'v1' ? new OldClient(info) : new NewClient(info, { versionNegotiation: { mode } });
    if (client instanceof OldClient) {
      const transport = new OldHttp(url, { requestInit });
      await client.connect(transport as Parameters<typeof client.connect>[0]);
    } else await client.connect(new NewHttp(url, { requestInit }));
    onTestFinished(() => client.close());
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === 'web__regional')?.inputSchema.properties).toMatchObject({
      region: { 'x-mcp-header': 'Region' },
    });
    for (const region of ['Zürich', 'eu'])
      await client.callTool({ name: 'web__regional', arguments: { region, note: 'x' } });
    await client.callTool({ name: 'web__regional', arguments: { note: 'no region' } });
    const heard = await calls();
    expect(heard.map((headers) => headers['mcp-param-region'])).toEqual([ENCODED, 'eu', undefined]);
    for (const headers of heard) expect(headers).toMatchObject({ 'mcp-name': 'regional', 'mcp-method': 'tools/call' });
  },
);

it('a client that says otherwise in the header than in the call is refused, and its server hears nothing', async () => {
  const { url, calls } = await open();
  const post = async (
    headers: Record<string, string>,
  ): Promise<[number, { code: number; message: string } | undefined]> => {
    const params = { name: 'web__regional', arguments: { region: 'Zürich' }, _meta: modernMeta() };
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...AUTH,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'web__regional',
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    return [response.status, ((await response.json()) as { error?: { code: number; message: string } }).error];
  };
  // Its tools are listed as soon as somebody asks for one.
  await expect.poll(() => post({ 'mcp-param-region': ENCODED })).toEqual([200, undefined]);
  const before = (await calls()).length;
  for (const headers of [{}, { 'mcp-param-region': 'eu' }, { 'mcp-param-region': '=?base64?***?=' }]) {
    const [status, error] = await post(headers);
    expect([status, error?.code]).toEqual([400, -32020]);
    expect(error?.message).toContain('Mcp-Param-Region');
  }
  expect(await calls()).toHaveLength(before);
});
