import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fixture, modernMeta, type Place, place, RawClient, serveHttp } from './gateway.ts';

const TOKEN = 'token-of-ada-0123456789';

/** A gateway whose one server is held, and whose other is not there. */
function gate(): Place {
  const folder = place({}).dir;
  return place({
    servers: {
      books: fixture('receipts', [path.join(folder, 'receipts.jsonl')]),
      gone: { command: path.join(folder, 'no-such-program'), labels: [] },
    },
    http: { tokens: { ada: TOKEN } },
    approvals: { wait: '0s' },
    policy: { rules: [{ id: 'ask-first', tools: ['books.*'], effect: 'ask', reason: 'A test wants it.' }] },
  });
}

/** Everything that a client over HTTP is told of what is held, absent or waits for a person. */
async function told(at: Place): Promise<string[]> {
  const { url, stop } = await serveHttp(at);
  onTestFinished(() => void stop());
  const ask = async (method: string, params: object = {}): Promise<string> => {
    const name = 'name' in params ? { 'mcp-name': String(params.name) } : {};
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${TOKEN}`,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...name,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta() } }),
    });
    return response.text();
  };
  await ask('tools/list');
  return [
    await ask('server/discover'),
    await ask('tools/call', { name: 'books__act', arguments: { text: 'x' } }),
    await ask('tools/call', { name: 'gone__act', arguments: {} }),
    await ask('tools/call', { name: 'sallyport__status', arguments: {} }),
  ];
}

describe('over HTTP', () => {
  it('no answer says where anything is on this machine', { timeout: 60_000 }, async () => {
    const at = gate();
    const all = (await told(at)).join('\n');
    expect(all).toMatch(/`sallyport approve [a-z0-9]{8}`/);
    expect(all).toContain('gone is not there');
    for (const secret of [at.dir, at.state, '--config', '--state']) expect(all).not.toContain(secret);
  });

  it('nor does one that waits for a person to trust what is run', { timeout: 60_000 }, async () => {
    const at = gate();
    const all = (await told({ ...at, args: at.args.filter((arg) => arg !== '--trust') })).join('\n');
    expect(all).toContain('`sallyport trust books`');
    for (const secret of [at.dir, at.state, '--config', '--state']) expect(all).not.toContain(secret);
  });
});

it('over stdio commands are whole, since they are typed on this machine', { timeout: 60_000 }, async () => {
  const at = gate();
  const client = await new RawClient(at).open();
  await client.tools();
  expect(await client.call('books__act', { text: 'x' })).toContain(`--state ${at.state}`);
  await client.close();
});
