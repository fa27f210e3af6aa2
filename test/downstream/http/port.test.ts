import { expect, test } from 'vitest';
import { takePort } from '../../../src/downstream/http/port.ts';

const HERE = { host: '127.0.0.1', port: 0 };

test('who comes before it is served waits, and is answered', async () => {
  const port = await takePort(HERE);
  const early = fetch(port.origin);
  await new Promise((resolve) => port.server.once('request', resolve));
  port.serve((_request, response) => response.end('served'));
  expect(await (await early).text()).toBe('served');
  expect(await (await fetch(port.origin)).text()).toBe('served');
  port.leave();
});

test('one that is given back unserved can be had again, and nobody waits at it', async () => {
  const port = await takePort(HERE);
  const at = { ...HERE, port: Number(new URL(port.origin).port) };
  await expect(takePort(at)).rejects.toThrow('EADDRINUSE');
  const early = fetch(port.origin);
  await new Promise((resolve) => port.server.once('request', resolve));
  port.leave();
  await expect(early).rejects.toThrow();
  (await takePort(at)).leave();
});
