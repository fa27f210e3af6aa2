import { afterEach, expect, test } from 'vitest';
import { call, closeAll, ready, serveHttp, serverConfig } from './rig.ts';

afterEach(closeAll);

test('the transport of 2024-11-05 lists and relays to the letter', async () => {
  const url = await serveHttp('sse-echo');
  const { upstreams, listings, say } = await ready({ old: serverConfig({ url, transport: 'sse' }) });
  expect(upstreams.standings()).toMatchObject([{ state: 'ready', processes: 0 }]);
  expect(listings.get('old')?.protocol).toBe('2024-11-05');
  expect(await say(call('old', 'echo', { a: 1 }))).toBe('{"a":1}');
});

test('an address for messages on another host is refused: our credentials would go there', async () => {
  const url = await serveHttp('sse-echo', 'foreign');
  const { upstreams } = await ready({ old: serverConfig({ url, transport: 'sse' }) });
  expect(upstreams.standings()).toMatchObject([
    { state: 'failed', message: expect.stringContaining('another server') },
  ]);
});

test('what is no event stream is told', async () => {
  const url = await serveHttp('http-echo', 'refuse');
  const { upstreams } = await ready({ old: serverConfig({ url, transport: 'sse' }) });
  expect(upstreams.standings()).toMatchObject([{ state: 'failed', message: expect.stringContaining('answered 401') }]);
});
