import { createServer, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { readAccept, readBody } from '../../../src/downstream/http/body.ts';

async function send(
  parts: string[],
  cap: number,
  heard: (incoming: IncomingMessage) => void = () => {},
): Promise<string | undefined> {
  let resolve: (text: string | undefined) => void;
  const read = new Promise<string | undefined>((done) => {
    resolve = done;
  });
  const server = createServer((incoming, response) => {
    void readBody(incoming, cap).then((text) => {
      resolve(text?.toString());
      response.end();
    });
    heard(incoming);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const sent = request({ port, host: '127.0.0.1', method: 'POST' });
  sent.on('error', () => {});
  for (const part of parts) sent.write(part);
  sent.end();
  return read;
}

test('reads a body that fits, in pieces and in any script', async () => {
  expect(await send(['{"a":', '"ü", "b": ', '"漢"}'], 100)).toBe('{"a":"ü", "b": "漢"}');
  expect(await send(['12345'], 5)).toBe('12345');
});

test('gives up on a body that does not', async () => {
  expect(await send(['123456'], 5)).toBeUndefined();
  expect(await send(['x'.repeat(70_000), 'x'.repeat(70_000)], 100_000)).toBeUndefined();
});

test.each([
  [undefined, true, false],
  ['*/*', true, true],
  ['application/json', true, false],
  ['text/event-stream;q=0.9, Application/JSON', true, true],
  ['text/event-stream', false, true],
  ['text/html', false, false],
])('Accept: %s', (header, json, stream) => {
  expect(readAccept(header)).toEqual({ json, stream });
});

test('single bytes are not kept one by one: their sender would have us keep three hundred times what the limit says', async () => {
  const text = 'x'.repeat(2_000);
  const spoil = (incoming: IncomingMessage): void => {
    let count = 0;
    incoming.on('data', (part: Buffer) => {
      if (count++ > 0) part.fill(0);
    });
  };
  expect(await send(text.split(''), text.length, spoil)).toBe(text);
});
