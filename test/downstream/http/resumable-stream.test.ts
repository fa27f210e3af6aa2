import { createServer, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { EventLog } from '../../../src/downstream/http/event-log.ts';
import { ResumableStream } from '../../../src/downstream/http/resumable-stream.ts';
import { until } from '../stand.ts';

/** Clients that connect one after the other, each with the side of theirs that we write to. */
async function connections() {
  const arrived: ServerResponse[] = [];
  const server = createServer((_request, response) => void arrived.push(response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return async () => {
    const client = fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    await until(() => arrived.length > 0);
    return { client, response: arrived.splice(0)[0] as ServerResponse };
  };
}

test('goes on over the next connection with what was missed, and the connection before is ended', async () => {
  const log = new EventLog();
  const stream = new ResumableStream(1, log, 60_000, () => {});
  const next = await connections();
  const first = await next();
  stream.attach(first.response, []);
  stream.send('"one"');
  expect(stream.isHeard).toBe(true);
  const second = await next();
  stream.attach(second.response, log.after(1, 0).events);
  stream.end();
  expect(await (await first.client).text()).toMatch(/^retry: 1000\n\nevent: message\nid: 1-1\ndata: "one"\n\n$/);
  expect(await (await second.client).text()).toContain('data: "one"');
  expect(stream.isOver).toBe(true);
});

test('is forgotten where nobody comes back, and keeps nothing from then on', async () => {
  const log = new EventLog();
  let forgotten = 0;
  const stream = new ResumableStream(1, log, 0, () => forgotten++);
  stream.end();
  await until(() => forgotten === 1);
  stream.send('"late"');
  stream.end();
  expect([log.after(1, 0).events, forgotten]).toEqual([[], 1]);
});
