import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { probeMcp } from '../../src/upstream/probe.ts';
import { closeAll, serveHttp } from './rig.ts';

const open: Server[] = [];
afterEach(async () => {
  await closeAll();
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/mcp`;
}

const probe = (url: string, timeout = 10_000) => probeMcp(url, { clientInfo: '{"name":"x","version":"1"}', timeout });
const answering = (listener: RequestListener): Promise<string> => listen(createServer(listener));

describe('a probe', () => {
  it.each([
    ['modern', ['modern'], 'certain'],
    ['legacy', [], 'likely'],
  ] as const)('knows a real server that is %s', async (_, words, certainty) => {
    expect(await probe(await serveHttp('http-echo', ...words))).toMatchObject({ certainty });
  });

  it.each([
    [
      200,
      '{"jsonrpc":"2.0","id":"probe","result":{"supportedVersions":["x"],"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"mail"}}}}',
      { certainty: 'certain', reason: 'answered server/discover', name: 'mail' },
    ],
    [400, '{"jsonrpc":"2.0","id":null,"error":{"code":-32022,"message":"x"}}', { certainty: 'certain' }],
    [
      400,
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Unsupported protocol version (supported versions: 2025-06-18)"}}',
      { certainty: 'certain' },
    ],
    [
      400,
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Bad Request: Server not initialized"}}',
      { certainty: 'likely' },
    ],
    [
      200,
      'event: message\ndata: {"jsonrpc":"2.0","id":"probe","error":{"code":-32601,"message":"Method not found"}}\n\n',
      { certainty: 'likely' },
    ],
  ])('reads %i %s', async (status, body, want) => {
    const url = await answering((_, response) => response.writeHead(status).end(body));
    expect(await probe(url)).toMatchObject(want);
  });

  it('knows a server that wants a token', async () => {
    const url = await answering((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer resource_metadata="https://a.example"' }).end(),
    );
    expect(await probe(url)).toMatchObject({ certainty: 'likely' });
  });

  it('does not wait for a stream to end', async () => {
    const url = await answering((_, response) => {
      response.writeHead(200).write('data: {"jsonrpc":"2.0","id":"probe","result":{"supportedVersions":[]}}\n\n');
    });
    expect(await probe(url)).toMatchObject({ certainty: 'certain' });
  });

  it.each<[string, RequestListener]>([
    ['a page', (_, response) => response.end('<html>MCP</html>')],
    ['other JSON', (_, response) => response.end('{"error":{"code":-32022}}')],
    ['a result of another kind', (_, response) => response.end('{"jsonrpc":"2.0","id":"probe","result":"0x1"}')],
    ['an error that is none', (_, response) => response.end('{"jsonrpc":"2.0","id":1,"error":7}')],
    ['401 alone', (_, response) => response.writeHead(401).end()],
    ['too much', (_, response) => response.end('x'.repeat(1_000_000))],
    [
      'half an answer',
      (_, response) => response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
    ],
  ])('takes %s for something else', async (_, listener) => {
    expect(await probe(await answering(listener))).toBeUndefined();
  });

  it('gives up on what does not speak, and on what is not there', async () => {
    expect(await probe(await listen(createSocketServer()), 50)).toBeUndefined();
    expect(await probe(await listen(createSocketServer((socket) => socket.end('220 mail\r\n'))))).toBeUndefined();
    expect(await probe('http://127.0.0.1:1/mcp')).toBeUndefined();
  });

  it('asks once, and for nothing that changes anything', async () => {
    const asked: unknown[] = [];
    const url = await answering((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push([request.method, request.url, JSON.parse(body).method]);
        response.writeHead(404).end();
      });
    });
    await probe(url);
    expect(asked).toEqual([['POST', '/mcp', 'server/discover']]);
  });
});
