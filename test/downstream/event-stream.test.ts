import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openStream, SILENCE_MS } from '../../src/downstream/event-stream.ts';

/** The answer to a client that reads nothing of it. */
function unread(): Promise<ServerResponse> {
  return new Promise((resolve) => {
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
}

test('a stream that its client does not read is broken off before it fills memory', { timeout: 60_000 }, async () => {
  const response = await unread();
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

test('a stream that has ended and is still being read gets no sign of life: nothing can be written behind an end', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const response = await unread();
  const broken: Error[] = [];
  response.on('error', (error) => broken.push(error));
  const stream = openStream(response);
  vi.advanceTimersByTime(SILENCE_MS);
  const before = response.writableLength;
  stream.send(`"${'x'.repeat(20_000_000)}"`);
  stream.end();
  expect(response.writableLength).toBeGreaterThan(before);
  vi.advanceTimersByTime(10 * SILENCE_MS);
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(broken).toEqual([]);
});

test('a stream on an answer that has closed leaves nothing behind, and takes what it is given', async () => {
  const response = await unread();
  const closed = new Promise((resolve) => response.once('close', resolve));
  response.destroy();
  await closed;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const broken: Error[] = [];
  response.on('error', (error) => broken.push(error));
  const stream = openStream(response, 1_000);
  expect(vi.getTimerCount()).toBe(0);
  stream.send('"late"');
  stream.end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(broken).toEqual([]);
});
