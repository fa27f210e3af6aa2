import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Newcomers } from '../../../src/downstream/http/newcomers.ts';
import { Stand, until } from '../stand.ts';
import { openHttp } from '../wires.ts';

/** Comes to a port, begins a request and never ends it. */
function sitDown(port: number, sat: Socket[]): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /mcp HTTP/1.1\r\nHost: x\r\n', () => resolve(socket)),
    );
    socket.on('error', () => undefined);
    sat.push(socket);
    onTestFinished(() => void socket.destroy());
  });
}

test('of those that nobody was let in on the first is closed where one more comes, and of the others none', async () => {
  const server = createServer();
  const newcomers = new Newcomers(server, 2);
  const told: (string | undefined)[] = [];
  newcomers.onClosed = (from) => void told.push(from);
  const met: Socket[] = [];
  server.on('connection', (socket) => met.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const sat: Socket[] = [];
  for (let i = 0; i < 3; i++) {
    await sitDown(port, sat);
    await until(() => met.length === i + 1);
    if (i === 0) newcomers.letIn(met[0] as Socket);
  }
  expect(met.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
  await sitDown(port, sat);
  await until(() => sat[1]?.closed === true);
  expect(met.map(({ destroyed }) => destroyed)).toEqual([false, true, false, false]);
  expect(told).toEqual(['127.0.0.1']);
  // One that leaves by itself makes room.
  sat[2]?.destroy();
  await until(() => met[2]?.closed === true);
  await sitDown(port, sat);
  await until(() => met.length === 5);
  expect(met.map(({ destroyed }) => destroyed)).toEqual([false, true, true, false, false]);
});

test('a client that opens connections without end takes no more of them than there are for newcomers, and others are served', async () => {
  const stand = new Stand();
  const http = await openHttp(stand, {}, { tokens: { ada: 'one' }, allowAnonymous: false });
  const authorization = 'Bearer one';
  const session = await http.initialize({}, { authorization });
  const listening = await fetch(http.url, {
    headers: { authorization, 'mcp-session-id': session, accept: 'text/event-stream' },
  });
  const sat: Socket[] = [];
  for (let i = 0; i < 600; i++) await sitDown(Number(new URL(http.url).port), sat);
  await until(() => sat.filter(({ closed }) => closed).length >= 100);
  expect(sat.filter(({ closed }) => closed)).toHaveLength(100);
  const called = await http.modern('tools/call', { name: 's__echo', arguments: { text: 'hi' } }, {}, { authorization });
  expect(called.status).toBe(200);
  expect(stand.remarks.join()).toContain('too many connections are open on which nobody signs in');
  // The one that was let in before all of them has lost nothing.
  await http.close(0);
  expect(await listening.text()).toBeDefined();
});
