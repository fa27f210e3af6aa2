import { expect, test } from 'vitest';
import { acknowledge, readFilter, tellLegacy, tellListener } from '../../../src/downstream/listening/subscription.ts';
import type { ChangingList } from '../../../src/model/gate.ts';
import { Stand } from '../stand.ts';

const { capabilities } = new Stand();
const session = { key: 'k', source: 'process' as const };
const uris = new Set(['test://a']);
const watches = { has: (key: string, uri: string) => key === session.key && uris.has(uri) };
const updated = {
  kind: 'resource_updated',
  session: 'k',
  uri: 'test://a',
  text: '{ "n": 1.0, "uri":"inner"}',
} as const;
const log = {
  kind: 'log',
  session: 'k',
  params: { level: 'info', data: 1 },
  text: '{"level":"info",\n"data":1.0}',
} as const;

test('only what is offered is honoured', () => {
  const asked = { toolsListChanged: true, promptsListChanged: 'yes', resourceSubscriptions: ['test://a', 7] };
  const filter = readFilter(asked, capabilities);
  expect(JSON.parse(acknowledge(filter, '"listen:0"'))).toEqual({
    jsonrpc: '2.0',
    method: 'notifications/subscriptions/acknowledged',
    params: {
      notifications: { toolsListChanged: true, resourceSubscriptions: ['test://a'] },
      _meta: { 'io.modelcontextprotocol/subscriptionId': 'listen:0' },
    },
  });
  expect(readFilter(asked, {})).toEqual({ lists: new Set(), uris: new Set() });
  expect(readFilter('junk', capabilities)).toEqual({ lists: new Set(), uris: new Set() });
});

test('one request watches no more resources than can be asked for in a while: each is a call', () => {
  const resourceSubscriptions = Array.from({ length: 1_100 }, (_, n) => `test://${n}`);
  const { uris } = readFilter({ resourceSubscriptions: ['test://0', ...resourceSubscriptions] }, capabilities);
  expect([...uris]).toEqual(resourceSubscriptions.slice(0, 1_000));
});

test('a listener hears what it asked for, with its own id, and of its own session', () => {
  const filter = readFilter({ toolsListChanged: true, resourceSubscriptions: ['test://a'] }, capabilities);
  const tell = (event: Parameters<typeof tellListener>[0]) => {
    const text = tellListener(event, filter, session, '0');
    return text === undefined ? undefined : JSON.parse(text);
  };
  expect(tell({ kind: 'list_changed', list: 'tools' })).toMatchObject({
    method: 'notifications/tools/list_changed',
    params: { _meta: { 'io.modelcontextprotocol/subscriptionId': 0 } },
  });
  expect(tell({ kind: 'list_changed', list: 'prompts' })).toBeUndefined();
  expect(tell(updated)?.params.uri).toBe('test://a');
  expect(tell({ ...updated, session: 'another' })).toBeUndefined();
  expect(tell({ ...updated, uri: 'test://b' })).toBeUndefined();
  expect(tell(log)).toBeUndefined();
});

test('a legacy connection hears of its own sessions, subscriptions and levels', () => {
  const sessions = new Map([['k', session]]);
  const tell = (event: Parameters<typeof tellLegacy>[0], wanted = true) => {
    const text = tellLegacy(event, sessions, watches, () => wanted);
    return text === undefined ? undefined : JSON.parse(text);
  };
  expect(tell({ kind: 'list_changed', list: 'resources' })).toEqual({
    jsonrpc: '2.0',
    method: 'notifications/resources/list_changed',
  });
  expect(tell(updated)?.params).toEqual({ n: 1, uri: 'test://a' });
  expect(tell(log)?.params).toEqual({ level: 'info', data: 1 });
  expect(tell(log, false)).toBeUndefined();
  expect(tell({ ...log, session: 'another' })).toBeUndefined();
  expect(tell({ ...updated, session: 'another' })).toBeUndefined();
  expect(tell({ ...updated, uri: 'test://b' })).toBeUndefined();
});

test('what a server tells keeps its spelling; only the address and the name of the subscription are put anew', () => {
  const sessions = new Map([['k', session]]);
  expect(tellLegacy(log, sessions, watches, () => true)).toBe(
    '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info", "data":1.0}}',
  );
  const text = '{ "n": 1.0, "uri":"inner", "_meta": { "io.modelcontextprotocol/subscriptionId":3, "own":1E5 } }';
  expect(tellLegacy({ ...updated, text }, sessions, watches, () => true)).toContain(
    '{ "n": 1.0, "uri":"test://a", "_meta": { "own":1E5 } }',
  );
  const emptied = '{"uri":"inner","_meta":{"io.modelcontextprotocol/subscriptionId":3}}';
  expect(tellLegacy({ ...updated, text: emptied }, sessions, watches, () => true)).toContain(
    '"params":{"uri":"test://a"}',
  );
  const filter = { lists: new Set<ChangingList>(), uris };
  expect(tellListener({ ...updated, text }, filter, session, '"l"')).toContain(
    '{ "n": 1.0, "uri":"test://a", "_meta": {"io.modelcontextprotocol/subscriptionId":"l", "own":1E5 } }',
  );
  expect(tellListener(updated, filter, session, '0')).toContain(
    '{"_meta":{"io.modelcontextprotocol/subscriptionId":0}, "n": 1.0, "uri":"test://a"}',
  );
  const odd = '{"uri":"inner","_meta":5}';
  expect(tellListener({ ...updated, text: odd }, filter, session, '0')).toContain('{"uri":"test://a","_meta":{"io.');
});

test('whoever watches a resource hears of its parts', () => {
  const sessions = new Map([['k', session]]);
  for (const [uri, isHeard] of [
    ['test://a/b', true],
    ['test://a?n=1', true],
    ['test://ab', false],
  ] as const) {
    const event = { ...updated, uri };
    expect(tellListener(event, { lists: new Set(), uris }, session, '0') !== undefined).toBe(isHeard);
    expect(tellLegacy(event, sessions, watches, () => true) !== undefined).toBe(isHeard);
  }
});
