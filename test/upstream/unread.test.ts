import { afterEach, describe, expect, it } from 'vitest';
import type { ServerConfig } from '../../src/config/schema.ts';
import { Unread } from '../../src/upstream/unread.ts';
import type { Outgoing } from '../../src/upstream/wire.ts';
import { call, closeAll, node, ready, serveHttp, serverConfig } from './rig.ts';

afterEach(closeAll);

const answer = (): Outgoing => ({ text: '{}', id: undefined, method: '', name: '', args: undefined });

it('gives a server up that leaves more answers than it may', () => {
  const unread = new Unread('it', 2);
  const [one, two, three] = [answer(), answer(), answer()];
  expect([unread.add(one), unread.add(two)]).toEqual([undefined, undefined]);
  unread.taken(one);
  // What is taken twice is one answer.
  unread.taken(one);
  expect(unread.add(three)).toBeUndefined();
  expect(unread.add(answer())).toMatchObject({ reason: 'crashed', message: expect.stringContaining('2 answers') });
  unread.clear();
  expect(unread.add(answer())).toBeUndefined();
});

it('counts neither calls nor what is only told', () => {
  const unread = new Unread('it', 0);
  expect(unread.add({ ...answer(), id: 7, method: 'tools/call' })).toBeUndefined();
  expect(unread.add({ ...answer(), method: 'notifications/cancelled' })).toBeUndefined();
  expect(unread.add(answer())).toBeDefined();
});

const SERVERS: Readonly<Record<string, () => Promise<ServerConfig>>> = {
  stdio: async () => node('nags', ['stdio']),
  http: async () => serverConfig({ url: await serveHttp('nags', 'http') }),
  sse: async () => serverConfig({ url: await serveHttp('nags', 'sse'), transport: 'sse' }),
};

describe.each(Object.entries(SERVERS))('a server over %s', (_transport, server) => {
  it('that goes on asking and takes no answer is given up, and its call fails with why', async () => {
    const { relay } = await ready({ nags: await server() });
    expect(await relay(call('nags', 'nag'))).toMatchObject({
      kind: 'failed',
      reason: 'crashed',
      acted: 'unknown',
      message: expect.stringContaining('answers unread'),
    });
  });

  it('may ask as often as it likes where it takes the answers', async () => {
    const { say } = await ready({ nags: await server() });
    expect(await say(call('nags', 'greedy'))).toBe('done');
  });
});
