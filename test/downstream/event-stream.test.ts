import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openStream } from '../../src/downstream/event-stream.ts';

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
