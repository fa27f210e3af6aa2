import { expect, it } from 'vitest';
import { childrenOf, fixture, isRunning, place, RawClient } from '../e2e/gateway.ts';

it('answers the handshake before any server is there, and ends with everything it started when its input ends', async () => {
  const at = place({ servers: { slow: fixture('hang-on-list', [], { start: '20s' }), echo: fixture('echo') } });
  const client = await new RawClient(at).open();
  const children = childrenOf(client.child.pid ?? 0);
  await client.close();
  expect(client.child.exitCode).toBe(0);
  expect(children.filter(isRunning)).toEqual([]);
});

it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s and leaves a whole record', async (signal) => {
  const client = await new RawClient(place({ servers: { echo: fixture('echo') } })).open();
  await client.tools();
  client.child.kill(signal);
  expect(await client.exited).toBe(0);
});
