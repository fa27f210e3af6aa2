import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { onTestFinished } from 'vitest';
import { type Place, serveHttp } from './gateway.ts';

export { NewClient, OldClient };

/** The SDK's two packages; the newer one speaks both eras. */
export type Generation = 'v1' | 'v2 legacy' | 'v2 modern';
export const GENERATIONS: readonly Generation[] = ['v1', 'v2 legacy', 'v2 modern'];
export type Over = 'stdio' | 'http';

/** Of whoever connects over HTTP; a configuration has to know it. */
export const TOKEN = 'token-of-ada-0123456789';

export function makeClient(generation: Generation, options: { capabilities?: object; listChanged?: object } = {}) {
  const info = { name: 'test-client', version: '1' };
  if (generation === 'v1') return new OldClient(info, options);
  const mode = generation === 'v2 modern' ? { pin: '2026-07-28' } : ('legacy' as const);
  return new NewClient(info, { ...options, versionNegotiation: { mode } });
}

/** Connects until the test is over. Resolves with the process of Sallyport, where the client started one. */
export async function connectTo(
  at: Place,
  client: OldClient | NewClient,
  over: Over = 'stdio',
): Promise<number | null> {
  if (over === 'http') {
    const { url, stop } = await serveHttp(at);
    onTestFinished(async () => void (await stop()));
    await connectOver(new URL(url), client, TOKEN);
    return null;
  }
  const started = { command: process.execPath, args: [...at.args], stderr: 'ignore' as const };
  const transport = client instanceof OldClient ? new OldStdio(started) : new NewStdio(started);
  await client.connect(transport);
  onTestFinished(() => client.close());
  return transport.pid;
}

export async function connectOver(url: URL, client: OldClient | NewClient, token?: string): Promise<void> {
  const requestInit = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
  const Http = client instanceof OldClient ? OldHttp : NewHttp;
  await client.connect(new Http(url, { requestInit }) as never);
  onTestFinished(() => client.close());
}
