import { createServer, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { readAccept, readBody } from '../../../src/downstream/http/body.ts';
import { Remains } from '../../../src/model/text/remains.ts';

async function send(
  parts: string[],
  cap: number,
  heard: (incoming: IncomingMessage) => void = () => {},
  ending: Promise<void> = Promise.resolve(),
): Promise<string | Remains> {
  let resolve: (text: string | Remains) => void;
  const read = new Promise<string | Remains>((done) => {
    resolve = done;
  });
  const server = createServer((incoming, response) => {
    void readBody(incoming, cap).then((body) => {
      resolve(body instanceof Remains ? body : body.toString());
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
  void ending.then(() => sent.end());
  return read;
}

test('reads a body that fits, in pieces and in any script', async () => {
  expect(await send(['{"a":', '"ü", "b": ', '"漢"}'], 100)).toBe('{"a":"ü", "b": "漢"}');
  expect(await send(['12345'], 5)).toBe('12345');
});

test('gives up on a body that does not', async () => {
  expect(await send(['123456'], 5)).toBeInstanceOf(Remains);
  expect(await send(['x'.repeat(70_000), 'x'.repeat(70_000)], 100_000)).toBeInstanceOf(Remains);
});

test('waits for the end of one that is too large only where it is an answer whose id comes last', async () => {
  const long = 'x'.repeat(70_000);
  expect(await send([`{"result":"${long}`, `${long}","jsonrpc":"2.0","id":"a-1"}`], 1_000)).toHaveProperty(
    'id',
    '"a-1"',
  );
  let end = (): void => {};
  const ending = new Promise<void>((resolve) => {
    end = resolve;
  });
  expect(await send(['{"method":"x', long], 1_000, () => {}, ending)).toBeInstanceOf(Remains);
  end();
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
