import { afterEach, describe, expect, test } from 'vitest';
import { admit, call, closeAll, courier, node, ready, rig } from './rig.ts';

afterEach(closeAll);

describe('openUpstreams', () => {
  test('lists a server and relays a call to it', async () => {
    const { listings, say } = await ready({ echo: node('echo') });
    expect(listings.get('echo')?.tools.map((tool) => JSON.parse(tool).name)).toContain('echo');
    expect(await say(call('echo', 'echo', { message: 'hi' }))).toBe('{"message":"hi"}');
  });

  test('a permission is good for one use', async () => {
    const { upstreams } = await ready({ echo: node('echo') });
    const admitted = admit(call('echo', 'echo'));
    expect((await upstreams.relay(admitted, courier())).kind).toBe('complete');
    expect(await upstreams.relay(admitted, courier())).toMatchObject({
      kind: 'failed',
      reason: 'refused',
      acted: false,
    });
  });

  test('a server that is not configured is a failure that names it', async () => {
    const { relay } = rig({});
    expect(await relay(call('nobody', 'x'))).toMatchObject({
      kind: 'failed',
      acted: false,
      message: expect.stringContaining('nobody'),
    });
  });
});
