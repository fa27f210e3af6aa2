import { expect, test } from 'vitest';
import { Stand } from './stand.ts';
import { openLines } from './wires.ts';

test('handshakes, pings and lists are noted; calls are passed', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize();
  await lines.ask('ping');
  await lines.ask('tools/list');
  await lines.ask('tools/call', { name: 's__echo' });
  expect(stand.noted).toEqual(['initialize', 'ping', 'tools/list']);
  expect(stand.calls.map(({ method }) => method)).toEqual(['tools/call']);
});

test('an unknown method is neither noted nor passed', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  expect((await lines.ask('tools/delete')).error.code).toBe(-32601);
  expect([stand.noted, stand.calls]).toEqual([[], []]);
});

test("a cancellation of somebody's else's, an answered or an invented id does nothing", async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: '1', method: 'tools/call', params: { name: 's__slow' } });
  for (const requestId of [1, 'nope', null, {}])
    lines.send({ method: 'notifications/cancelled', params: { requestId } });
  lines.send({ method: 'notifications/cancelled' });
  lines.send({ method: 'notifications/unheard-of' });
  lines.send({ id: 'sallyport-1', result: {} });
  await lines.ask('ping');
  expect([stand.running, stand.aborted]).toEqual([1, 0]);
});

test('a legacy client watches so many resources and no more, and is told what to do', async () => {
  const lines = openLines(new Stand());
  await lines.initialize();
  for (let n = 0; n < 1_000; n++) await lines.ask('resources/subscribe', { uri: `test://${n}` });
  const { error } = await lines.ask('resources/subscribe', { uri: 'test://one more' });
  expect(error.message).toMatch(/1000 resources .* resources\/unsubscribe/);
  expect((await lines.ask('resources/subscribe', { uri: 'test://5' })).result).toEqual({});
  await lines.ask('resources/unsubscribe', { uri: 'test://5' });
  expect((await lines.ask('resources/subscribe', { uri: 'test://one more' })).result).toEqual({});
});

test('a legacy client subscribes by a call, hears of its resource, and no more afterwards', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize();
  expect((await lines.ask('resources/subscribe', { uri: 'test://one' })).result).toEqual({});
  expect((await lines.ask('resources/subscribe', { uri: 'nope://x' })).error.code).toBe(-32002);
  const session = stand.calls[0]?.session.key ?? '';
  const update = () => stand.emit({ kind: 'resource_updated', session, uri: 'test://one', text: '{"uri":"inner"}' });
  update();
  await lines.find(({ method }) => method === 'notifications/resources/updated');
  await lines.ask('resources/unsubscribe', { uri: 'test://one' });
  update();
  await lines.ask('ping');
  expect(lines.received.filter(({ method }) => method === 'notifications/resources/updated')).toHaveLength(1);
});

test('a legacy client sets the level it hears from', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize();
  await lines.ask('tools/call', { name: 's__echo' });
  const session = stand.calls[0]?.session.key ?? '';
  const say = (level: string) =>
    stand.emit({ kind: 'log', session, params: { level, data: level }, text: JSON.stringify({ level, data: level }) });
  for (const level of [7, 'loud', 'DEBUG', null])
    expect((await lines.ask('logging/setLevel', { level })).error.code).toBe(-32602);
  expect((await lines.ask('logging/setLevel', { level: 'error' })).result).toEqual({});
  say('info');
  say('error');
  await lines.ask('ping');
  const heard = lines.received
    .filter(({ method }) => method === 'notifications/message')
    .map(({ params }) => params.data);
  expect(heard).toEqual(['error']);
});

test('what nobody asked for is not told to a client that only speaks modern', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.askModern('tools/list');
  stand.emit({ kind: 'list_changed', list: 'tools' });
  await lines.askModern('tools/list');
  expect(lines.received.every(({ method }) => method === undefined)).toBe(true);
});
