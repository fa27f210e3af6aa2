import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createReply, openStream } from '../../src/downstream/http-reply.ts';
import type { Reply } from '../../src/downstream/reply.ts';

async function answer(streams: boolean, use: (reply: Reply) => void): Promise<Response> {
  const server = createServer((_request, response) =>
    use(createReply(response, streams, { headers: { 'x-more': 'yes' } })),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
}

test('an answer alone is JSON, with its status and headers', async () => {
  const response = await answer(true, (reply) => reply.end('1', { member: 'error', text: '{"a":"ü"}' }, 404));
  expect([response.status, response.headers.get('x-more')]).toEqual([404, 'yes']);
  expect(await response.text()).toBe('{"jsonrpc":"2.0","id":1,"error":{"a":"ü"}}');
});

test('an answer after something told is the last event of a stream', async () => {
  const response = await answer(true, (reply) => {
    reply.tell('{"first":1}');
    reply.end('1', { member: 'result', text: '{}' });
    reply.tell('{"late":1}');
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await response.text()).toBe(
    'event: message\ndata: {"first":1}\n\nevent: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n',
  );
});

test('a client that takes no stream is told nothing on the way', async () => {
  const response = await answer(false, (reply) => {
    reply.tell('{"first":1}');
    reply.end('1', { member: 'result', text: '{}' });
  });
  expect(await response.text()).toBe('{"jsonrpc":"2.0","id":1,"result":{}}');
});

test('what was taken back ends without an answer', async () => {
  const response = await answer(true, (reply) => reply.drop());
  expect(await response.text()).toBe('');
});

test('a stream that its client does not read is broken off before it fills memory', { timeout: 60_000 }, async () => {
  const taken = new Promise<ServerResponse>((resolve) => {
    const server = createServer((_request, response) => resolve(response));
    server.listen(0, '127.0.0.1', () => {
      const client = connect((server.address() as { port: number }).port, '127.0.0.1', () =>
        client.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n'),
      );
      client.on('error', () => undefined).pause();
      onTestFinished(() => {
        client.destroy();
        server.closeAllConnections();
        server.close();
      });
    });
  });
  const response = await taken;
  const stream = openStream(response);
  const mega = `"${'x'.repeat(1_000_000)}"`;
  let held = 0;
  for (let n = 0; n < 200 && !response.destroyed; n++) {
    stream.send(mega);
    held = Math.max(held, response.writableLength);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(response.destroyed).toBe(true);
  expect(held).toBeLessThan(50_000_000);
});
