import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Unread } from '../../../src/downstream/http/unread.ts';
import { until } from '../stand.ts';

test('counts what a client has not read of all its responses, until they are closed', async () => {
  const unread = new Unread();
  const responses: ServerResponse[] = [];
  const server = http.createServer((_request, response) => {
    unread.add(response);
    responses.push(response);
    response.end('x'.repeat(50_000_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients = [0, 1].map(() => http.get({ port, host: '127.0.0.1' }, (response) => response.pause()));
  await until(() => responses.length === 2);
  // What the system has taken is on its way, and no burden of ours.
  expect(unread.bytes).toBeGreaterThan(50_000_000);
  expect(unread.isOver).toBe(false);
  for (const client of clients) client.on('error', () => undefined).destroy();
  await until(() => unread.isOver);
  expect(unread.bytes).toBe(0);
  server.close();
});
