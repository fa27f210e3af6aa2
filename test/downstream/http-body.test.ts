import { createServer, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { readAccept, readBody, readBodyFrame } from '../../src/downstream/http-body.ts';

async function send(parts: string[], cap: number): Promise<string | undefined> {
  let resolve: (text: string | undefined) => void;
  const read = new Promise<string | undefined>((done) => {
    resolve = done;
  });
  const server = createServer((incoming, response) => {
    void readBody(incoming, cap).then((text) => {
      resolve(text);
      response.end();
    });
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

test('a message has no line break afterwards, so that no part of it can be a line of its own', () => {
  const hidden = '{"jsonrpc":"2.0","id":9,"method":"tools/call"}';
  const read = readBodyFrame(`{"jsonrpc":"2.0","id":1,\r\n"method":"m","params":{"a":\n${hidden}\n}}`);
  if (!read.ok) throw new Error(read.message);
  expect(read.frame.text).not.toMatch(/[\r\n]/);
  expect(read.frame.paramsText).toBe(`{"a": ${hidden} }`);
  expect(readBodyFrame('{"jsonrpc":"2.0","id":"a\nb","method":"m"}')).toMatchObject({ ok: false, code: -32700 });
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
