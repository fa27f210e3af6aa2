import { afterEach, expect, test } from 'vitest';
import { failure } from '../../../src/upstream/failure.ts';
import type { Authorization } from '../../../src/upstream/http/authorization.ts';
import { call, closeAll, ready, serveHttp, serverConfig } from '../rig.ts';

afterEach(closeAll);

test('the transport of 2024-11-05 lists and relays to the letter', async () => {
  const url = await serveHttp('sse-echo');
  const { upstreams, listings, say } = await ready({ old: serverConfig({ url, transport: 'sse' }) });
  expect(upstreams.standings()).toMatchObject([{ state: 'ready', processes: 0 }]);
  expect(listings.get('old')?.protocol).toBe('2024-11-05');
  expect(await say(call('old', 'echo', { a: 1 }))).toBe('{"a":1}');
});

test('where nobody said that it is this transport, the failure says what to write', async () => {
  const url = await serveHttp('sse-echo');
  const { upstreams } = await ready({ old: serverConfig({ url }) });
  const message = expect.stringMatching(/answered 405.*HTTP\+SSE.*`transport: sse`/);
  expect(upstreams.standings()).toMatchObject([{ state: 'failed', message }]);
});

test('an address for messages on another host is refused: our credentials would go there', async () => {
  const url = await serveHttp('sse-echo', 'foreign');
  const { upstreams } = await ready({ old: serverConfig({ url, transport: 'sse' }) });
  expect(upstreams.standings()).toMatchObject([
    { state: 'failed', message: expect.stringContaining('another server') },
  ]);
});

test('an address that no request can be sent to, of the server or of the configuration, is a failure', async () => {
  const old = serverConfig({ url: await serveHttp('sse-echo', 'misspelled'), transport: 'sse' });
  const own = serverConfig({ url: 'http://%ff@127.0.0.1:1/sse', transport: 'sse' });
  const { upstreams } = await ready({ old, own });
  const message = expect.stringContaining('URI malformed');
  expect(upstreams.standings()).toMatchObject([
    { state: 'failed', message },
    { state: 'failed', message },
  ]);
});

test('what is no event stream is told', async () => {
  const url = await serveHttp('http-echo', 'refuse');
  const { upstreams } = await ready({ old: serverConfig({ url, transport: 'sse' }) });
  expect(upstreams.standings()).toMatchObject([{ state: 'failed', message: expect.stringContaining('answered 401') }]);
});

test('a refusal that breaks off is one all the same, of the stream and of a message', async () => {
  const shut = serverConfig({ url: await serveHttp('sse-echo', 'shut'), transport: 'sse' });
  const old = serverConfig({ url: await serveHttp('sse-echo'), transport: 'sse', timeout: '20s' });
  const { upstreams, relay } = await ready({ shut, old });
  const message = expect.stringContaining('answered 503: too bu');
  expect(upstreams.standings()[0]).toMatchObject({ state: 'failed', message });
  expect(await relay(call('old', 'cut'))).toMatchObject({ reason: 'unreachable', acted: 'unknown', message });
});

/** Credentials that go through a list, one further at each refusal. */
function turning(tokens: readonly string[]): Authorization & { readonly refusals: (string | undefined)[] } {
  let at = 0;
  const refusals: (string | undefined)[] = [];
  return {
    refusals,
    header: () => tokens[at],
    isDue: () => false,
    renew: async () => undefined,
    refused: async (header) => {
      refusals.push(header);
      at++;
      return at < tokens.length ? undefined : failure('unreachable', 'sign in first', false);
    },
    need: undefined,
    mayBeMet: async () => true,
  };
}

test('credentials that are refused are renewed, for the stream and for messages', async () => {
  const url = await serveHttp('sse-echo', 'bearer');
  const credentials = turning(['Bearer zero', 'Bearer one', 'Bearer two']);
  const old = serverConfig({ url, transport: 'sse', era: 'legacy', auth: { oauth: {} } });
  const { say, upstreams } = await ready({ old }, { authorize: async () => credentials });
  for (let n = 0; n < 4; n++) expect(await say(call('old', 'echo', { n }))).toBe(`{"n":${n}}`);
  expect(credentials.refusals).toEqual(['Bearer zero', 'Bearer one']);
  expect(upstreams.signedIn()).toEqual([{ server: 'old', value: 'two' }]);
});

test('a server that wants a sign-in says so', async () => {
  const url = await serveHttp('sse-echo', 'bearer');
  const old = serverConfig({ url, transport: 'sse', auth: { oauth: {} } });
  const { upstreams } = await ready({ old }, { authorize: async () => turning(['Bearer zero']) });
  expect(upstreams.standings()).toMatchObject([{ state: 'failed', message: 'sign in first' }]);
});
