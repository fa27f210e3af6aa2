import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, folder, node, ready, serveHttp, serverConfig } from './rig.ts';

afterEach(closeAll);

describe('auto', () => {
  test('a server that dies of the first question is asked the old way, and from then on at once', async () => {
    const { upstreams, listings, say } = await ready({ old: node('dies-on-unknown') });
    expect(upstreams.standings()).toMatchObject([{ state: 'ready', processes: 1 }]);
    expect(listings.get('old')?.protocol).toBe('2025-11-25');
    expect(await say(call('old', 'echo', { a: 1 }, { key: 'another' }))).toBe('{"a":1}');
  });

  test('a modern server gets the envelope with every request', async () => {
    const { listings, say } = await ready({ modern: node('modern-only') });
    expect(listings.get('modern')).toMatchObject({
      protocol: '2026-07-28',
      serverInfo: { name: 'modern-only', version: '1.0.0' },
      instructions: 'Ask nicely.',
    });
    const sent = JSON.parse(await say(call('modern', 'raw'), { capabilities: { elicitation: {} }, logLevel: 'debug' }));
    expect(sent.params._meta).toEqual({
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'sallyport', version: '0' },
      'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
      'io.modelcontextprotocol/logLevel': 'debug',
    });
  });

  test('a server that starts slower than the probe waits is found all the same', async () => {
    const { listings, say } = await ready({ slow: node('slow-start', ['1800']) });
    expect(listings.get('slow')?.protocol).toBe('2025-11-25');
    expect(await say(call('slow', 'echo', { a: 1 }))).toBe('{"a":1}');
  });
});

test('a server over HTTP that has to wake up first is taken for what it is', async () => {
  const url = await serveHttp('sdk', 'http', 'asleep');
  const { listings } = await ready({ slow: serverConfig({ url }) });
  expect(listings.get('slow')?.protocol).toBe('2026-07-28');
});

describe('a modern server', () => {
  test('may ask for input, and gets the answers in the next round', async () => {
    const { relay, say } = await ready({ modern: node('modern-only', [], { era: 'modern' }) });
    expect(await relay(call('modern', 'ask'))).toMatchObject({
      kind: 'input_required',
      value: { requestState: 'state-1', inputRequests: { name: { method: 'elicitation/create' } } },
    });
    const round = call('modern', 'ask');
    const text = round.text.replace('}', '},"inputResponses":{"name":{"action":"accept"}}');
    expect(await say({ ...round, text, params: JSON.parse(text) })).toBe('{"name":{"action":"accept"}}');
  });

  test('that answers with what nobody asked for is not believed', async () => {
    const { relay } = await ready({ modern: node('modern-only') });
    expect(await relay(call('modern', 'task'))).toMatchObject({ kind: 'failed', reason: 'malformed' });
  });

  test('is not found where it is said to be legacy, and that is said', async () => {
    const { upstreams } = await ready({ modern: node('modern-only', [], { era: 'legacy' }) });
    expect(upstreams.standings()).toMatchObject([
      { state: 'failed', message: expect.stringContaining('Unsupported protocol version') },
    ]);
  });
});

test('what a server asked before any call is answered before its input ends', async () => {
  const told = join(folder(), 'told');
  const { upstreams } = await ready({ early: node('asks-early', [told]) });
  expect(existsSync(told)).toBe(false);
  await upstreams.close();
  expect(JSON.parse(readFileSync(told, 'utf8'))).toMatchObject({
    id: 'roots',
    error: { message: expect.stringContaining('closed') },
  });
});
